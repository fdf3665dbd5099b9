using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace Forecasts.Server.Features.Layout;

/// <summary>
/// A labelled input of a form, with what was typed and the refusal beside it: <c>&lt;field form=".." of=".." name=".." label=".."
/// /&gt;</c>.
/// </summary>
[HtmlTargetElement("field", TagStructure = TagStructure.WithoutEndTag)]
public sealed class Field(IStringLocalizer<Texts> texts) : TagHelper
{
    public Form Form { get; set; } = Form.None;

    /// <summary>Name of the form it belongs to.</summary>
    public string Of { get; set; } = "";

    public string Name { get; set; } = "";

    /// <summary>Another field whose refusal stands beside this input.</summary>
    public string? Refusal { get; set; }

    public string Label { get; set; } = "";

    public string? Hint { get; set; }

    /// <summary>text, area, date, percent, decimal, url, password, which alone does not come back.</summary>
    public string Kind { get; set; } = "text";

    public string? Value { get; set; }

    /// <summary>Of a choice: what may be chosen, with its words.</summary>
    public IReadOnlyList<(string Value, string Word)>? Choices { get; set; }

    public bool Required { get; set; }

    /// <summary>Shown and sent, but not to be changed.</summary>
    public bool Fixed { get; set; }

    /// <summary>The language of what is typed, where it is not the page's.</summary>
    public string? Lang { get; set; }

    /// <summary>What a browser or a password manager may fill in.</summary>
    public string? Autocomplete { get; set; }

    /// <summary>The most characters that the rules allow.</summary>
    public int? Longest { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var id = $"{Of}-{Name}";
        var wrong = Form.Is(Of) && Form.Refused!.Field is { } field && (field == Name || field == Refusal) && !Form.Shown;
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", $"field {Kind}" + (wrong ? " wrong" : ""));
        output.Content.AppendHtml(Tag("label", Label, ("for", id)));
        var describedBy = new List<string>();
        if (Hint is not null)
            describedBy.Add(id + "-hint");
        if (wrong)
            describedBy.Add(id + "-error");

        var typed = Kind == "password" ? null : Form.Value(Of, Name, Value);
        var input = new TagBuilder(
            Choices is not null ? "select"
            : Kind == "area" ? "textarea"
            : "input"
        );
        input.Attributes["id"] = id;
        input.Attributes["name"] = Name;
        if (Choices is not null)
        {
            foreach (var (value, word) in Choices)
            {
                var choice = Tag("option", word, ("value", value));
                if (value == (typed ?? ""))
                    choice.Attributes["selected"] = "selected";
                input.InnerHtml.AppendHtml(choice);
            }
        }
        else if (Kind == "area")
        {
            input.Attributes["rows"] = "3";
            input.InnerHtml.Append(typed ?? "");
        }
        else
        {
            input.TagRenderMode = TagRenderMode.SelfClosing;
            input.Attributes["type"] = Kind switch
            {
                "percent" => "number",
                "decimal" => "text",
                _ => Kind,
            };
            if (Kind == "decimal")
                input.Attributes["inputmode"] = "decimal";
            input.Attributes["value"] = typed ?? "";
            if (Kind == "percent")
                foreach (
                    var (key, value) in (IEnumerable<(string, string)>)
                        [("min", "0"), ("max", "100"), ("step", "any"), ("inputmode", "decimal")]
                )
                    input.Attributes[key] = value;
        }

        if (Required)
            input.Attributes["required"] = "required";
        if (Fixed)
            input.Attributes["readonly"] = "readonly";
        if (!string.IsNullOrEmpty(Lang))
            input.Attributes["lang"] = Lang;
        if (Autocomplete is not null)
            input.Attributes["autocomplete"] = Autocomplete;
        if (Longest is { } most)
            input.Attributes["maxlength"] = most.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (wrong)
            input.Attributes["aria-invalid"] = "true";
        if (describedBy.Count > 0)
            input.Attributes["aria-describedby"] = string.Join(' ', describedBy);
        output.Content.AppendHtml(input);
        if (Hint is not null)
            output.Content.AppendHtml(Tag("p", Hint, ("id", id + "-hint"), ("class", "hint")));
        if (!wrong)
            return;
        output.Content.AppendHtml(Tag("p", texts.Says(Form.Refused!), ("id", id + "-error"), ("class", "error"), ("role", "alert")));
        Form.Shown = true;
    }

    private static TagBuilder Tag(string name, string text, params (string Key, string Value)[] attributes)
    {
        var tag = new TagBuilder(name);
        foreach (var (key, value) in attributes)
            tag.Attributes[key] = value;
        tag.InnerHtml.Append(text);
        return tag;
    }
}

/// <summary>
/// The refusal of a form where no field of it has shown it: <c>&lt;refusal form=".." of=".." /&gt;</c>, after the fields.
/// </summary>
[HtmlTargetElement("refusal", TagStructure = TagStructure.WithoutEndTag)]
public sealed class Refusal(IStringLocalizer<Texts> texts) : TagHelper
{
    public Form Form { get; set; } = Form.None;

    public string Of { get; set; } = "";

    /// <summary>With the details of the domain's sentence.</summary>
    public bool Details { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (!Form.Is(Of) || Form.Shown)
        {
            output.SuppressOutput();
            return;
        }

        output.TagName = "p";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "error");
        output.Attributes.SetAttribute("role", "alert");
        if (Details)
            output.Content.SetHtmlContent(texts.Details(Form.Refused!));
        else
            output.Content.SetContent(texts.Says(Form.Refused!));
    }
}
