using System.Text.Json;
using Forecasts.Domain.Predictions;
using Forecasts.Domain.Review;
using Forecasts.Domain.Seasons;
using Forecasts.Record.Export;
using Forecasts.Server.Features.Imports;
using Forecasts.Server.Features.Imports.Formats;
using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Imports;

/// <summary>What the record says of a table an import takes: the same columns, and each value as the one that it was.</summary>
public sealed class ExportedRowsTests
{
    private static readonly DateTimeOffset At = new(2024, 7, 1, 20, 30, 15, 250, TimeSpan.FromHours(8));

    public static TheoryData<string> Kinds => [.. EveryKind.All.Select(k => k.Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_claim_of_every_kind_with_its_outcome_is_read_as_it_was(string name)
    {
        var of = EveryKind.All.Single(k => k.Name == name);
        var outcome = of.Kind.ReadCell(of.Outcome, decimalComma: false)!;
        var resolution = new Resolution(outcome, At, ReviewMode.Independent, At.AddDays(1), false, null, null);
        var row = Read(new ExportedClaim(Judgement(of.Kind), Judgement(of.Kind).Claims[0], "Ann", resolution));
        row.Kind.ShouldBe(Format.Claims);
        KindCells.Read(row).ShouldBe((of.Kind, null));
        OutcomeCell.Read(row, of.Kind).ShouldBe((outcome, null));
        Instants.Read(row[ClaimColumns.ResolvedAt]!, ClaimColumns.ResolvedAt, zone: null).At.ShouldBe(At.AddDays(1));
        RowContext.Number(row, ClaimColumns.Weight, "").Value.ShouldBe(0.1 + 0.2);
        row[ClaimColumns.Statement].ShouldBe("It \"is\" so,\nor not");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_belief_in_every_kind_is_read_as_it_was(string name)
    {
        var of = EveryKind.All.Single(k => k.Name == name);
        var stated = JsonSerializer.Deserialize<StatedBelief>(of.Value, ContractJson.Options)!;
        var belief = of.Kind.Read(stated, 0, At).Belief.ShouldNotBeNull();
        var row = Read(new ExportedForecast(Judgement(of.Kind), 1, "Ann", belief, At, At.AddDays(1), null));
        row.Kind.ShouldBe(Format.Forecasts);
        var (read, refused) = BeliefCell.Read(row).Cell!.Of(of.Kind, At);
        refused.ShouldBeNull();
        of.Kind.Read(read!, 0, At).Belief.ShouldBe(belief);
        Instants.Read(row[ForecastColumns.MadeAt]!, ForecastColumns.MadeAt, zone: null).At.ShouldBe(At);
    }

    private static Prediction Judgement(ClaimKind kind)
    {
        var due = new CalendarDay(new(2024, 12, 31), new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var claim = new Claim(1, "It \"is\" so,\nor not", kind, "By the gazette", due, 0.1 + 0.2, "a cluster", At);
        return new("id", new("t", 2024), "key", "general", new("p-ann"), "Title", "Judgement", 3, [], [claim], At);
    }

    /// <summary>Through the file: its header and the line.</summary>
    private static CsvRow Read(ExportRow row)
    {
        using var file = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(row.Table.Header + row.Line()));
        var (rows, refused) = CsvRows.Open(file, new(null, null, At.AddYears(1)));
        refused.ShouldBeNull();
        using (rows)
            return rows!.Next(10).Rows.ShouldHaveSingleItem().Parts.ShouldHaveSingleItem();
    }
}
