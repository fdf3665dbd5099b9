namespace Forecasts.Scoring.Tests;

/// <param name="Forecasts">Of few forecasters on few instants, so that changes coincide, overlap, lie outside the window and last no
/// time.</param>
public sealed record AnyClaim(ClaimShape Kind, double Outcome, ClaimWindow Window, TimedForecast[] Forecasts);

public static class AnyClaims
{
    private static readonly Gen<double> P = Gen.Frequency(
        (1, Gen.OneOf(0.0, 1.0)),
        (6, Gen.Int[0, 20].Select(i => i / 20.0)),
        (3, Gen.Double[0, 1])
    );

    public static readonly Gen<double[]> Three = Gen.Int[0, 20]
        .Array[3]
        .Where(a => a.Sum() > 0)
        .Select(a => a.Select(i => (double)i / a.Sum()).ToArray());

    public static readonly Gen<AnyClaim> Any = Gen.OneOf(ClaimShape.Binary, ClaimShape.Three, ClaimShape.Expected)
        .SelectMany(kind =>
            Gen.Select(
                Gen.OneOf<double>(kind == ClaimShape.Binary ? [0.0, 1.0] : [0.0, 0.5, 1.0]),
                Gen.Int[1, 10],
                Gen.Int[-1, 10],
                Forecast(kind).Array[0, 14],
                (outcome, closes, spot, forecasts) => new AnyClaim(kind, outcome, Window(closes, Math.Min(spot, closes)), forecasts)
            )
        );

    private static Gen<TimedForecast> Forecast(ClaimShape kind) =>
        Gen.Select(
            Gen.Char['a', 'e'],
            Gen.Int[-2, 11],
            Gen.Int[0, 16],
            kind == ClaimShape.Three ? Three : P.Select(p => new[] { p }),
            Gen.Bool,
            (who, start, lasts, values, withdrawn) =>
                new TimedForecast(who.ToString(), Day(start), lasts > 10 ? null : Day(start + lasts), values, withdrawn && lasts <= 10)
        );

    public static ClaimScoreSheet Score(this AnyClaim claim) =>
        ClaimScores.Score(claim.Kind, claim.Outcome, claim.Window, claim.Forecasts, Usual);

    /// <summary>Every number of a sheet, to its last bit.</summary>
    public static string Bits(this ClaimScoreSheet sheet) =>
        string.Join(
            '\n',
            sheet
                .Forecasters.Concat(sheet.Crowds.Select(c => c.Score))
                .Select(f =>
                    string.Join(
                        ' ',
                        f.Forecaster,
                        f.WithdrawnBeforeClose,
                        f.Floored,
                        string.Join(',', (f.ValueAtClose ?? []).Select(Bits)),
                        string.Join(
                            ' ',
                            new[]
                            {
                                f.Coverage,
                                f.BrierAtClose,
                                f.LogAtClose,
                                f.TimeAveragedBrier,
                                f.Baseline,
                                f.Peer,
                                f.RelativeBrier,
                                f.SpotBaseline,
                                f.SpotPeer,
                            }.Select(x => x is { } v ? Bits(v) : "-")
                        )
                    )
                )
        );

    public static string Bits(double value) =>
        BitConverter.DoubleToInt64Bits(value).ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
}
