using System.Text.Json;

namespace Forecasts.Server.Store;

/// <summary>A claim's kind out of the column <c>terms</c>.</summary>
public static class StoredKind
{
    public static string Terms(ClaimKind kind) => JsonSerializer.Serialize(kind, JsonSerializerOptions.Web);

    public static ClaimKind Of(string terms) => JsonSerializer.Deserialize<ClaimKind>(terms, JsonSerializerOptions.Web)!;

    /// <summary>Reads the terms of a claim once, however many of its rows come.</summary>
    public static Func<string, string, ClaimKind> PerClaim()
    {
        var known = new Dictionary<string, ClaimKind>(StringComparer.Ordinal);
        return (claim, terms) => known.TryGetValue(claim, out var kind) ? kind : known[claim] = Of(terms);
    }
}
