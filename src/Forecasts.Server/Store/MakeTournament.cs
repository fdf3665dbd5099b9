using Forecasts.Domain;
using Marten;

namespace Forecasts.Server.Store;

/// <summary>A tournament is made by an admin, in person or through an import.</summary>
public static class MakeTournament
{
    /// <summary>Makes a tournament where it is not there; twice is once.</summary>
    /// <param name="import">The import that makes it, if one does.</param>
    public static async Task<(bool Made, Rejection? Refused)> Make(
        IDocumentStore store,
        Person by,
        TournamentRequest request,
        string? import,
        bool tryOnly,
        CancellationToken cancellation
    )
    {
        if (Check.First(Access.Administer(by), Check.Slug(request.Slug, "slug"), Check.Text(request.Name, "name", 200)) is { } refused)
            return (false, refused);
        await using var session = store.LightweightSession();
        if (await session.LoadAsync<Tournament>(request.Slug, cancellation) is { } known)
            return (
                false,
                known.Name == request.Name
                    ? null
                    : Refuse.Conflict("tournament.exists", "A tournament with this slug exists and has another name.")
            );
        if (tryOnly)
            return (true, null);
        session.Insert(new Tournament(request.Slug, request.Name, import));
        try
        {
            await session.SaveChangesAsync(cancellation);
            return (true, null);
        }
        catch (JasperFx.DocumentAlreadyExistsException)
        {
            return (false, Refuse.Conflict("tournament.exists", "A tournament with this slug exists."));
        }
    }
}
