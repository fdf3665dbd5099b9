namespace Forecasts.Record.Contract;

/// <param name="Analyst">The opaque id; left out for somebody new, or who is found by the name.</param>
public sealed record Member(string Name, IReadOnlyList<RoleName> Roles, string? Analyst = null, bool SignsIn = true);

/// <summary>What a person may do, in one tournament or everywhere.</summary>
public enum RoleName
{
    Viewer,
    Analyst,
    Reviewer,
    Adjudicator,
    Organiser,
    Admin,
}
