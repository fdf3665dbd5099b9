using System.Text.Json;

namespace Forecasts.Domain.Tests;

public class PersonalTextTests
{
    private static readonly byte[] Salt = [.. Enumerable.Range(0, 16).Select(i => (byte)i)];

    [Fact]
    public void A_committed_text_holds()
    {
        var text = PersonalText.Commit("I think so", Salt);
        text.Holds().ShouldBeTrue();
        text.Text.ShouldBe("I think so");
        text.Salt.ShouldBe("000102030405060708090a0b0c0d0e0f");
        // sha256 of the salt in hexadecimal, a line feed and the text, taken with a tool outside this project.
        text.Commitment.ShouldBe("b7389559b6709294bea21913398cc3dbbd2016c0bdca8466248749a4a135f772");
    }

    [Fact]
    public void Erasure_drops_salt_and_text_and_keeps_the_commitment()
    {
        var text = PersonalText.Commit("I think so", Salt);
        var erased = text.Erased();
        erased.ShouldBe(new PersonalText(text.Commitment, null, null));
        erased.Holds().ShouldBeFalse();
        erased.Erased().ShouldBe(erased);
    }

    [Fact]
    public void Another_text_or_salt_does_not_hold()
    {
        var text = PersonalText.Commit("I think so", Salt);
        (text with { Text = "I think not" }).Holds().ShouldBeFalse();
        (text with { Salt = "00" }).Holds().ShouldBeFalse();
        (text with { Salt = null }).Holds().ShouldBeFalse();
        (text with { Text = null }).Holds().ShouldBeFalse();
    }

    [Fact]
    public void The_salt_hides_equal_texts() =>
        PersonalText.Commit("I think so", Salt).Commitment.ShouldNotBe(PersonalText.Commit("I think so", [1]).Commitment);

    [Fact]
    public void Any_text_holds_also_after_a_trip_through_json() =>
        Gen.Select(AnyText, Gen.Byte.Array[16])
            .Sample(
                (text, salt) =>
                {
                    var back = JsonSerializer.Deserialize<PersonalText>(JsonSerializer.Serialize(PersonalText.Commit(text, salt)))!;
                    back.Holds().ShouldBeTrue();
                    back.Text.ShouldBe(text);
                }
            );
}
