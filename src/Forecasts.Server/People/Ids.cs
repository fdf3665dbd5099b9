using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Forecasts.Server.People;

/// <summary>Opaque ids and secrets.</summary>
public static class Ids
{
    /// <summary>20 hexadecimal digits from the system's random source.</summary>
    public static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(10));

    /// <summary>The same parts always give the same id, so what is sent twice meets itself.</summary>
    public static string From(params string[] parts) => Hash(string.Join('\n', parts))[..20];

    /// <summary>A key names a prediction within its season, so the same key meets the same prediction.</summary>
    public static string OfPrediction(string season, string key) => From("prediction", season, key);

    /// <summary>A secret of 256 bits.</summary>
    public static string Secret(string prefix) => prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public static byte[] Salt() => RandomNumberGenerator.GetBytes(16);
}
