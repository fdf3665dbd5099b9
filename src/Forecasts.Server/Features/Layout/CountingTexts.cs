using Forecasts.Charts;
using Microsoft.Extensions.Localization;

namespace Forecasts.Server.Features.Layout;

/// <summary>The words of the pages, in which whole numbers stand as <see cref="Counted"/> writes them: "1 claim", "3,295 claims".</summary>
public sealed class CountingTexts(IStringLocalizerFactory factory) : IStringLocalizer<Texts>
{
    private readonly IStringLocalizer plain = factory.Create(typeof(Texts));

    public LocalizedString this[string name] => plain[name];

    public LocalizedString this[string name, params object[] arguments] =>
        plain[name] is var text && text.ResourceNotFound
            ? text
            : new(name, Counted.Fill(text.Value, arguments), resourceNotFound: false, text.SearchedLocation);

    public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => plain.GetAllStrings(includeParentCultures);
}
