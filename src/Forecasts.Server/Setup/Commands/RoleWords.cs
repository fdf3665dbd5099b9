namespace Forecasts.Server.Setup.Commands;

/// <summary>Roles as they are written in a command: <c>organiser,analyst</c>.</summary>
public static class RoleWords
{
    public const string None = "none";

    public static IReadOnlyList<RoleName> Read(string words) =>
        [
            .. words
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(w =>
                    Enum.TryParse<RoleName>(w, ignoreCase: true, out var role) && Enum.IsDefined(role) && !char.IsAsciiDigit(w[0])
                        ? role
                        : throw new StartRefused($"'{w}' is not a role: viewer, analyst, reviewer, adjudicator, organiser, admin.")
                ),
        ];
}
