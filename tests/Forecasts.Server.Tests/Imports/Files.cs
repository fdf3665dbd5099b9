namespace Forecasts.Server.Tests.Imports;

/// <summary>Small files for the tournament "t" of <see cref="Fixtures.Given"/>.</summary>
internal static class Files
{
    /// <summary>A forecasts file whose only line is refused: there is no such prediction.</summary>
    public const string Forecasts = "season,prediction,claim,analyst,made_at,probability\nt/2024,nowhere,1,Zoe,2024-02-01,0.5\n";
}
