using System.CommandLine;
using System.Globalization;

namespace Forecasts.Cli;

/// <summary><c>forecasts imports list|show|undo</c>: what was imported, what of it was refused, and the way back.</summary>
public static class ImportsCommand
{
    /// <summary>The command with its subcommands.</summary>
    public static Command Create(Surroundings surroundings) =>
        new("imports", "Look at imports and take them back") { List(surroundings), Show(surroundings), Undo(surroundings) };

    private static Command List(Surroundings surroundings)
    {
        var most = new Option<int>("--most")
        {
            Description = "How many, the latest first",
            DefaultValueFactory = _ => 50,
            HelpName = "N",
        };
        var command = new Command("list", "Your imports and those into tournaments that you organise") { most };
        var options = new ApiOptions(command);
        command.SetAction(
            async (parsed, cancel) =>
            {
                var output = options.Output(parsed, surroundings);
                using var api = options.Connect(parsed, surroundings);
                var imports = await api.All<ImportView>("imports", cancel).Take(Math.Max(0, parsed.GetValue(most))).ToListAsync(cancel);
                if (output.Format == Format.Json)
                    output.WriteJson(imports);
                else if (output.Format == Format.Csv)
                    WriteCsv(imports, output);
                else
                    WriteTable(imports, output);
                return ExitCode.Done;
            }
        );
        return command;
    }

    private static Command Show(Surroundings surroundings)
    {
        var id = new Argument<string>("ID");
        var refused = new Option<FileInfo?>("--refused")
        {
            Description = "Write the refused rows to this CSV file instead of listing them",
            HelpName = "FILE",
        };
        var command = new Command("show", "How an import went and which rows it refused") { id, refused };
        var options = new ApiOptions(command);
        command.SetAction(
            async (parsed, cancel) =>
            {
                var output = options.Output(parsed, surroundings);
                using var api = options.Connect(parsed, surroundings);
                var address = "imports/" + Uri.EscapeDataString(parsed.GetRequiredValue(id));
                var import = await api.Get<ImportView>(address, cancel);
                using var refusals = new Refusals("rows", file: null, read: null);
                if (parsed.GetValue(refused) is { } file)
                {
                    await using (var to = Open(file))
                        await api.Download(address + "/refused.csv", to, cancel);
                    await ImportResult.Write(import, AsyncEnumerable.Empty<RefusedRow>(), refusals, output);
                }
                else
                {
                    await ImportResult.Write(import, api.All<RefusedRow>(address + "/refused", cancel), refusals, output);
                }

                Tell(import, output);
                return ExitCode.Done;
            }
        );
        return command;
    }

    private static Command Undo(Surroundings surroundings)
    {
        var id = new Argument<string>("ID");
        var command = new Command("undo", "Take an import back as a whole, as if it had never been made, while nothing was built on it")
        {
            id,
        };
        var options = new ApiOptions(command);
        command.SetAction(
            async (parsed, cancel) =>
            {
                var output = options.Output(parsed, surroundings);
                using var api = options.Connect(parsed, surroundings);
                var asked = await api.Post<ImportView>($"imports/{Uri.EscapeDataString(parsed.GetRequiredValue(id))}/undo?wait=0", cancel);
                var ended = await ImportCommand.Wait(api, asked, _ => { }, surroundings, cancel);
                if (ended.UndoCode is { } code)
                    throw new FailureException($"{code}: {ended.UndoMessage ?? "the server gave no reason."}");
                if (output.Format == Format.Json)
                    output.WriteJson(ended);
                else
                    output.Line($"Import {ended.Id} is undone: {Charts.Counted.Of(ended.Undone, "act")} taken back.");
                Tell(ended, output);
                return ExitCode.Done;
            }
        );
        return command;
    }

    private static void Tell(ImportView import, Output output)
    {
        if (import.UndoCode is { } code)
            output.Note($"It was not undone: {code}: {import.UndoMessage}");
        if (import.Remains is { Count: > 0 } remains)
            output.Note($"It made these, and they remain because they are in use: {string.Join(", ", remains)}");
    }

    private static void WriteTable(List<ImportView> imports, Output output)
    {
        if (imports.Count == 0)
        {
            output.Line("No imports.");
            return;
        }
        var table = Output.Columns(5, "Id", "Started (UTC)", "File", "Kind", "State", "Rows", "Accepted", "Unchanged", "Refused");
        foreach (var i in imports)
            Output.Row(table, [.. Words(i), .. Numbers(i).Select(Cells.Count)]);
        output.Page.Write(table);
    }

    private static void WriteCsv(List<ImportView> imports, Output output)
    {
        output.CsvLine("id", "started", "file", "kind", "state", "rows", "accepted", "unchanged", "refused");
        foreach (var i in imports)
            output.CsvLine([.. Words(i), .. Numbers(i).Select(Cells.Whole)]);
    }

    private static IEnumerable<string> Words(ImportView i) =>
        [
            i.Id,
            i.StartedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
            i.FileName ?? "",
            i.Kind ?? "",
            ContractJson.Word(i.State) + (i.DryRun ? " (dry run)" : ""),
        ];

    private static IEnumerable<long?> Numbers(ImportView i) => [i.Rows, i.Accepted, i.Unchanged, i.Refused];

    private static FileStream Open(FileInfo file)
    {
        try
        {
            return file.Create();
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new FailureException($"The file cannot be written: {cause.Message}", cause);
        }
    }
}
