namespace Forecasts.Record.Contract;

/// <summary>How well the beliefs of a season in numbers and days held.</summary>
/// <param name="Crowd">The mean distribution of those who stood; null where there was none.</param>
public sealed record SeasonDistributions(DistributionFigures Analysts, DistributionFigures? Crowd);

/// <summary>One subject's beliefs in numbers and days, each figure from the n on that it needs.</summary>
/// <param name="Clusters">Independent pieces of evidence.</param>
public sealed record DistributionFigures(
    int Forecasts,
    int Claims,
    int Clusters,
    Told<PitHistogram> Histogram,
    Told<IReadOnlyList<CoverageFigure>> Coverage,
    Told<Estimate> Bias
);

/// <param name="Shares">Of the outcomes, by where in the stated distribution they lay, in tenths; flat is calibrated.</param>
/// <param name="UsualLower">Nine of ten bars of calibrated beliefs would lie between this and <paramref name="UsualUpper"/>.</param>
public sealed record PitHistogram(IReadOnlyList<double> Shares, double UsualLower, double UsualUpper);

/// <summary>How many outcomes lay inside the central interval of so many per cent.</summary>
public sealed record CoverageFigure(double Nominal, double Covered, Estimate Share);
