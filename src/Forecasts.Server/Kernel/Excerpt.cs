namespace Forecasts.Server.Kernel;

public static class Excerpt
{
    /// <summary>The beginning of a text for a message, at most that long; no character is cut in two.</summary>
    public static string Of(string text, int longest) =>
        text.Length <= longest ? text : text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)];
}
