using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Forecasts.Domain;
using Microsoft.AspNetCore.Mvc;

namespace Forecasts.Server.Kernel;

public static class Paging
{
    extension<T>(Page<T>)
    {
        /// <param name="read">One more than the limit, so that the end is known.</param>
        public static Page<T> Of(IReadOnlyList<T> read, int limit, Func<T, string> cursor) =>
            read.Count > limit ? new([.. read.Take(limit)], cursor(read[limit - 1])) : new(read, null);
    }

    public const int Most = 200;

    public static Rejection? Check(int? limit) =>
        limit is null or (>= 1 and <= Most) ? null : Refuse.Invalid("paging.limit", $"'limit' lies within 1 and {Most}.", "limit");
}

/// <summary>Which page of a list that is numbered.</summary>
public sealed record PageAsked([property: FromQuery(Name = "after")] int? After, [property: FromQuery(Name = "limit")] int? Limit);

/// <summary>Where a page of a list ended: opaque, and known again by the list that gave it, so that a made-up place is refused.</summary>
public static class Cursors
{
    private const int CheckBytes = 6;

    private static readonly Rejection Unknown = Refuse.Invalid(
        "paging.cursor",
        "'after' is no cursor of this list; take `next` of the page before.",
        "after"
    );

    public static string Cursor(this HttpContext context, string place) =>
        Base64Url.EncodeToString([.. Check(context, place), .. Encoding.UTF8.GetBytes(place)]);

    /// <summary>Null at the beginning.</summary>
    public static (string? Place, Rejection? Refused) Place(this HttpContext context, string? after)
    {
        if (after is null)
            return (null, null);
        if (!Base64Url.IsValid(after))
            return (null, Unknown);
        var bytes = Base64Url.DecodeFromChars(after);
        if (bytes.Length <= CheckBytes)
            return (null, Unknown);
        var place = Encoding.UTF8.GetString(bytes.AsSpan(CheckBytes));
        return bytes.AsSpan(0, CheckBytes).SequenceEqual(Check(context, place)) ? (place, null) : (null, Unknown);
    }

    private static byte[] Check(HttpContext context, string place) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{context.Request.Path.Value!.ToUpperInvariant()}\n{place}"))[..CheckBytes];
}

/// <summary>Versions as ETags.</summary>
public static class Tags
{
    public static void Tag(this HttpContext context, long version) =>
        context.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>The version that If-Match asks for; null where it asks for none.</summary>
    public static (long? Version, Rejection? Refused) IfMatch(this HttpContext context)
    {
        var asked = context.Request.Headers.IfMatch.ToString();
        if (asked is "" or "*")
            return (null, null);
        return long.TryParse(asked.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? (version, null)
            : (
                null,
                new(
                    RejectionKind.Stale,
                    "version.unknown",
                    "If-Match does not hold a version that this address has given; use the ETag of its last answer."
                )
            );
    }
}
