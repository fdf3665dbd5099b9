using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Forecasts.Domain.Seasons;

namespace Forecasts.Cli;

/// <summary>A published report as the server stores it, whose SHA-256 is the hash that its page prints.</summary>
public static class FrozenReport
{
    /// <summary>Writes the bytes to standard output with nothing before or after them, and their hash to standard error.</summary>
    /// <exception cref="FailureException">They are not what the server's own hash was taken of.</exception>
    public static async Task Write(ApiClient api, SeasonRef season, int version, Output output, CancellationToken cancel)
    {
        using var stored = new MemoryStream();
        var said = await api.Download(
            season.Address(string.Create(CultureInfo.InvariantCulture, $"report?version={version}")),
            stored,
            cancel
        );
        var hash = Convert.ToHexStringLower(SHA256.HashData(stored.GetBuffer().AsSpan(0, (int)stored.Length)));
        if (said is not null && said != hash)
            throw new FailureException($"The report has the SHA-256 {hash}, and the server says {said}: it is not what was published.");
        output.Raw(Encoding.UTF8.GetString(stored.GetBuffer(), 0, (int)stored.Length));
        output.Note($"SHA-256 {hash}");
    }
}
