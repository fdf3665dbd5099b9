using System.Globalization;
using System.Security.Cryptography;
using Forecasts.Domain;
using Forecasts.Server.Features.Layout;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc;

namespace Forecasts.Server.Features.Accounts;

/// <summary>
/// One's own tokens. The form carries the secret of the token that it will make, sealed: sent twice it makes one token and shows the same
/// secret, and nothing that could show it again is stored.
/// </summary>
public sealed class TokensPage(OwnTokens tokens, IDataProtectionProvider protection) : ReaderPage
{
    public const string MakeForm = "make";
    public const string RevokeForm = "revoke";

    private static readonly TimeSpan FormLasts = TimeSpan.FromHours(1);

    private static readonly Rejection OldForm = Refuse.Conflict(
        "token.form-old",
        "This form has been open for more than an hour; it has been made anew. Send it again."
    );

    private readonly ITimeLimitedDataProtector seal = protection.CreateProtector("token form").ToTimeLimitedDataProtector();

    public IReadOnlyList<(AccessToken Token, DateTimeOffset? UsedAt)> Tokens { get; private set; } = [];

    /// <summary>Shown this once.</summary>
    public string? Secret { get; private set; }

    public AccessToken? Made { get; private set; }

    /// <summary>The secret of the next token, sealed.</summary>
    public string Sealed => seal.Protect($"{Person.Id.Value}\n{Ids.Secret("fct_")}", FormLasts);

    public bool HasEnded(AccessToken token) => tokens.HasEnded(token);

    public static string Time(DateTimeOffset at) => Numbers.Moment(at.ToUniversalTime()) + " UTC";

    public Task OnGet() => Load();

    public async Task<IActionResult> OnPostMake()
    {
        var given = Request.Form;
        if (Unsealed(given.Text("form")) is not { } secret)
            return await Refuses(MakeForm, OldForm);
        var asked = new TokenRequest(given.Text("label"), Scopes(given["scopes"]), Days(given.Text("days")));
        var (made, refused) = await tokens.Make(Person, secret, asked, Cancellation);
        if (refused is not null)
            return await Refuses(MakeForm, refused);
        (Secret, Made) = (secret, made);
        await Load();
        return Page();
    }

    public async Task<IActionResult> OnPostRevoke() =>
        await tokens.Revoke(Person, Request.Form.Text("token"), Cancellation) is { } refused
            ? await Refuses(RevokeForm, refused)
            : LocalRedirect("~/account/tokens");

    private async Task<IActionResult> Refuses(string form, Rejection refused)
    {
        await Load();
        return Again(form, refused);
    }

    private async Task Load() => Tokens = await tokens.Of(Person, Cancellation);

    private string? Unsealed(string form)
    {
        try
        {
            return seal.Unprotect(form).Split('\n') is [var whose, var secret] && whose == Person.Id.Value ? secret : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    // A word that is none is refused, not left out.
    private static List<TokenScope> Scopes(IEnumerable<string?> words) =>
        [
            .. words
                .Select(w => Enum.TryParse<TokenScope>(w, ignoreCase: true, out var scope) ? scope : (TokenScope)(-1))
                .Append(TokenScope.Read),
        ];

    private static int? Days(string word) =>
        word == "none" ? null
        : int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var days) ? days
        : 0;
}
