using Forecasts.Domain.Seasons;

namespace Forecasts.Server.People;

/// <summary>What people do in a tournament, in the words of the table of roles.</summary>
public enum Right
{
    Read,
    Predict,
    Forecast,
    Attach,
    Judge,
    Import,
    Organise,
}

/// <summary>The table of what each role may do: asked of <see cref="Access"/>, so it cannot say anything else.</summary>
public static class Rights
{
    private const string Anywhere = "t";

    public static bool May(RoleName role, Right right) => May(WithRole(role), right);

    private static bool May(Person person, Right right) =>
        right switch
        {
            Right.Read => Access.Read(person, Anywhere),
            Right.Predict => Access.FilePrediction(person, Anywhere),
            Right.Forecast => Access.Forecast(person, Anywhere),
            Right.Attach => Access.AttachEvidence(person, Anywhere),
            Right.Judge => Access.Judge(person, Anywhere, ReviewMode.Independent),
            Right.Import => Access.Import(person, Anywhere),
            Right.Organise => Access.Organise(person, Anywhere),
            _ => throw new ArgumentOutOfRangeException(nameof(right), right, "No permission is known for it."),
        }
            is null;

    private static Person WithRole(RoleName role) =>
        Person.Service with
        {
            Everywhere = [],
            Tournaments = new Dictionary<string, IReadOnlyCollection<RoleName>>(StringComparer.Ordinal) { [Anywhere] = [role] },
        };
}
