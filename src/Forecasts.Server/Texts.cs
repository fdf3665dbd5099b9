namespace Forecasts.Server;

/// <summary>Names the string tables, Resources/Texts.resx and its translations: every word that a page says of its own.</summary>
public sealed class Texts;
