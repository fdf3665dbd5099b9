using System.Text;
using System.Text.Json;

namespace Forecasts.Record.Tests;

public class CanonicalJsonTests
{
    private static string Of(string json) => Encoding.UTF8.GetString(CanonicalJson.Of(Encoding.UTF8.GetBytes(json)));

    /// <summary>The table of RFC 8785, appendix B: the bits of a double and how it is written.</summary>
    [Theory]
    [InlineData(0x0000000000000000, "0")]
    [InlineData(0x8000000000000000, "0")]
    [InlineData(0x0000000000000001, "5e-324")]
    [InlineData(0x8000000000000001, "-5e-324")]
    [InlineData(0x7fefffffffffffff, "1.7976931348623157e+308")]
    [InlineData(0xffefffffffffffff, "-1.7976931348623157e+308")]
    [InlineData(0x4340000000000000, "9007199254740992")]
    [InlineData(0xc340000000000000, "-9007199254740992")]
    [InlineData(0x4430000000000000, "295147905179352830000")]
    [InlineData(0x44b52d02c7e14af5, "9.999999999999997e+22")]
    [InlineData(0x44b52d02c7e14af6, "1e+23")]
    [InlineData(0x44b52d02c7e14af7, "1.0000000000000001e+23")]
    [InlineData(0x444b1ae4d6e2ef4e, "999999999999999700000")]
    [InlineData(0x444b1ae4d6e2ef4f, "999999999999999900000")]
    [InlineData(0x444b1ae4d6e2ef50, "1e+21")]
    [InlineData(0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7")]
    [InlineData(0x3eb0c6f7a0b5ed8d, "0.000001")]
    [InlineData(0x41b3de4355555553, "333333333.3333332")]
    [InlineData(0x41b3de4355555554, "333333333.33333325")]
    [InlineData(0x41b3de4355555555, "333333333.3333333")]
    [InlineData(0x41b3de4355555556, "333333333.3333334")]
    [InlineData(0x41b3de4355555557, "333333333.33333343")]
    [InlineData(0xbecbf647612f3696, "-0.0000033333333333333333")]
    [InlineData(0x43143ff3c1cb0959, "1424953923781206.2")]
    public void Numbers_are_written_as_the_rfc_lists_them(ulong bits, string written) =>
        CanonicalNumber.Of(BitConverter.UInt64BitsToDouble(bits)).ShouldBe(written);

    [Fact]
    public void What_is_not_finite_is_refused()
    {
        foreach (var value in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
            Should.Throw<RecordException>(() => CanonicalNumber.Of(value));
        Should.Throw<RecordException>(() => Of("[1e999]"));
    }

    [Fact]
    public void Every_double_reads_back() =>
        Gen
            .Double.Where(double.IsFinite)
            .Sample(
                value => double.Parse(CanonicalNumber.Of(value), System.Globalization.CultureInfo.InvariantCulture).ShouldBe(value),
                iter: 20_000
            );

    [Fact]
    public void Members_stand_in_the_order_of_their_code_units()
    {
        // U+FB33 lies behind U+1F600 by code units, for the latter begins with a surrogate.
        Of("""{"€":1,"\r":2,"\ufb33":3,"1":4,"😀":5,"\u0080":6,"ö":7}""")
            .ShouldBe("{\"\\r\":2,\"1\":4,\"\u0080\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\ufb33\":3}");
        Of(" { \"b\" : [ 1.0 , 0.50, 1E2 ] , \"a\" : { \"d\" : null , \"c\" : true } } ")
            .ShouldBe("""{"a":{"c":true,"d":null},"b":[1,0.5,100]}""");
    }

    [Fact]
    public void Only_what_must_be_escaped_is()
    {
        Of("""["\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/"]""").ShouldBe("""["€$\u000f\nA'B\"\\\\\"/"]""");
        Of("""["\u0000\b\t\f\u001f\u007f<>&"]""").ShouldBe("[\"\\u0000\\b\\t\\f\\u001f\u007f<>&\"]");
    }

    [Fact]
    public void What_is_no_document_is_refused()
    {
        foreach (var text in new[] { "", "{", "[1,]", "1 2", "{\"a\":1,\"a\":2}", "[\"\\ud800\"]", "{\"\\udc00\":1}" })
            Should.Throw<RecordException>(() => Of(text), text);
    }

    [Fact]
    public void It_says_the_same_and_is_canonical_already() =>
        AnyJson.Sample(
            json =>
            {
                var once = Of(json);
                Of(once).ShouldBe(once);
                JsonElement.DeepEquals(JsonDocument.Parse(once).RootElement, JsonDocument.Parse(json).RootElement).ShouldBeTrue();
            },
            iter: 2_000
        );

    private static readonly Gen<string> Leaf = Gen.OneOf(
        Gen.Double.Where(double.IsFinite).Select(d => d.ToString("R", System.Globalization.CultureInfo.InvariantCulture)),
        Gen.String.Where(s => !s.Any(char.IsSurrogate)).Select(s => JsonSerializer.Serialize(s)),
        Gen.Const("true"),
        Gen.Const("null")
    );

    private static readonly Gen<string> AnyJson = Gen.Select(
        Leaf.Array[0, 5],
        Leaf.Array[0, 5],
        (items, values) =>
            $"[[{string.Join(" , ", items)}],{{{string.Join(",", values.Select((v, i) => $"\"{(char)('a' + ((i * 7) % 26))}{i}\": {v}"))}}}]"
    );
}
