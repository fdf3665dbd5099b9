namespace Forecasts.Server.People.Passwords;

/// <summary>What everybody tries first. Shorter ones are refused for their length.</summary>
public static class CommonPasswords
{
    // What they are made of: with up to four digits or signs behind it, a word stays what it is.
    private const string Words = """
        password passwort passw0rd p@ssw0rd p@ssword pa$$word pa$$w0rd mypassword newpassword password1234 passwordpassword motdepasse
        contrasena senha123 wachtwoord heslo1234 parola12 changeme changeit letmein letmeinnow welcome welcomeback welcometo
        qwerty qwertyui qwertyuiop qwertz qwertzui qwertzuiop azerty azertyui azertyuiop asdfgh asdfghjk asdfghjkl zxcvbn zxcvbnm
        1qaz2wsx 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y q1w2e3r4 q1w2e3r4t5 zaq12wsx qazwsx qazwsxedc qwer1234 asdf1234 1234qwer abcd1234
        abcdefgh abcdefghi abcdefghij abc12345 abc123456 a1b2c3d4 aa123456 a123456789 123456789a 1234567890q 12345678a
        12345678 123456789 1234567890 0123456789 9876543210 987654321 87654321 11223344 112233445566 12341234 12344321 123123123
        123321123 123654789 147258369 741852963 789456123 159753456 147852369 741852963 963852741 31415926 3141592654 27182818
        5201314520 woaini520 woaini1314 woaini123 woaini 5201314 1314520520
        iloveyou iloveyou1 iloveme ilovegod loveyou lovelove forever sunshine princess football baseball basketball superman batman
        spiderman pokemon pokemon1 starwars startrek minecraft fortnite charlie jennifer michelle michael jordan23 jordan liverpool
        chelsea arsenal barcelona juventus realmadrid dragon monkey shadow master mustang corvette mercedes ferrari porsche
        trustno1 whatever computer internet samsung samsung1 microsoft windows google facebook youtube linkedin twitter instagram
        administrator admin admin123 adminadmin root rootroot superuser secret topsecret supersecret test testtest test1234 testing
        default guest guestguest user username login loginlogin hello hellohello helloworld access master123 freedom flower
        lovely butterfly chocolate cheese cookie pumpkin summer winter spring autumn january february march april monday friday
        summertime christmas soccer hockey killer hunter hunter2 ashley nicole daniel jessica amanda matthew joshua andrew
        anthony thomas robert william alexander elizabeth samantha victoria maverick cowboys yankees rangers
        raspberry correcthorse correcthorsebatterystaple forecasts forecast forecasting prediction predictions tournament
        """;

    private static readonly HashSet<string> Known = new(
        Words.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries),
        StringComparer.OrdinalIgnoreCase
    );

    private const int Added = 4;

    public static bool Has(string password) =>
        Known.Contains(password)
        || password.Distinct().Count() <= 2
        || (Stem(password) is var stem && password.Length - stem.Length <= Added && Known.Contains(stem));

    private static string Stem(string password)
    {
        var length = password.Length;
        while (length > 0 && !char.IsLetter(password[length - 1]))
            length--;
        return password[..length];
    }
}
