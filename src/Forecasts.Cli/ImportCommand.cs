using System.CommandLine;

namespace Forecasts.Cli;

/// <summary><c>forecasts import FILE.csv</c>: sends claims or forecasts to the server and tells which rows it refused.</summary>
public static class ImportCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create(Surroundings surroundings)
    {
        var file = new Argument<FileInfo>("FILE.csv") { Description = "Claims, forecasts or another known format; the header tells which" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Check every row, keep nothing" };
        var createAnalysts = new Option<bool>("--create-analysts")
        {
            Description = "Create unknown analysts as people without sign-in (organisers only)",
        };
        var createSeasons = new Option<bool>("--create-seasons")
        {
            Description = "Plan the seasons that the claims name and that are not there (organisers only)",
        };
        var createTournament = new Option<string?>("--create-tournament")
        {
            Description = "Make the tournament under the slug given by --tournament, with the seasons that the claims name (admins only)",
            HelpName = "NAME",
        };
        var tournament = new Option<string?>("--tournament") { Description = "Slug of the tournament, for formats that do not name it" };
        var fileFormat = new Option<string?>("--file-format")
        {
            Description =
                "claims, forecasts, predictionbook-questions, predictionbook-forecasts, yearly-list or wide-table, where the header does not tell",
        };
        var refused = Refusals.Option();
        var command = new Command("import", "Import claims or forecasts from a CSV file")
        {
            file,
            dryRun,
            createAnalysts,
            createSeasons,
            createTournament,
            tournament,
            fileFormat,
            refused,
        };
        var options = new ApiOptions(command);
        command.SetAction(
            async (parsed, cancel) =>
            {
                var output = options.Output(parsed, surroundings);
                using var api = options.Connect(parsed, surroundings);
                var named = parsed.GetRequiredValue(file);
                await using var opened = Open(named);
                using var refusals = new Refusals("rows", parsed.GetValue(refused), named);
                var address =
                    $"imports?dryRun={Cells.Truth(parsed.GetValue(dryRun))}&createAnalysts={Cells.Truth(parsed.GetValue(createAnalysts))}&fileName={Uri.EscapeDataString(named.Name)}&wait=0"
                    + (parsed.GetValue(createSeasons) ? "&createSeasons=true" : "")
                    + Named("tournament", parsed.GetValue(tournament))
                    + Named("createTournament", parsed.GetValue(createTournament))
                    + Named("format", parsed.GetValue(fileFormat));
                var ended = await ImportProgress.Show(
                    output.Progress,
                    opened.Length,
                    async progress =>
                    {
                        using var body = new CsvUpload(opened, progress.Sent);
                        return await Wait(api, await api.Post<ImportView>(address, body, cancel), progress.Running, surroundings, cancel);
                    }
                );
                var rows = api.All<RefusedRow>($"imports/{Uri.EscapeDataString(ended.Id)}/refused", cancel);
                await ImportResult.Write(ended, rows, refusals, output);
                if (ended.State == ImportState.Failed)
                {
                    var code = ended.ErrorCode is null ? "" : ended.ErrorCode + ": ";
                    throw new FailureException($"The import failed: {code}{ended.Error ?? "the server gave no reason."}");
                }

                return ended.Refused > 0 ? ExitCode.RowsRefused : ExitCode.Done;
            }
        );
        return command;
    }

    private static string Named(string name, string? value) => value is null ? "" : $"&{name}={Uri.EscapeDataString(value)}";

    private static FileStream Open(FileInfo file)
    {
        try
        {
            return new FileStream(
                file.FullName,
                FileMode.Open,
                FileAccess.Read,
                FileShare.Read,
                bufferSize: 0,
                FileOptions.Asynchronous | FileOptions.SequentialScan
            );
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new FailureException($"The file cannot be read: {cause.Message}", cause);
        }
    }

    /// <summary>
    /// The import when it has ended, or was taken back. Short ones are done at once; long ones are looked at every two seconds.
    /// </summary>
    public static async Task<ImportView> Wait(
        ApiClient api,
        ImportView state,
        Action<ImportView> still,
        Surroundings surroundings,
        CancellationToken cancel
    )
    {
        for (var pause = 0.25; state.State is ImportState.Running or ImportState.Undoing; pause = Math.Min(2, pause * 2))
        {
            still(state);
            await surroundings.Pause(TimeSpan.FromSeconds(pause), cancel);
            state = await api.Get<ImportView>($"imports/{Uri.EscapeDataString(state.Id)}", cancel);
        }
        return state;
    }
}
