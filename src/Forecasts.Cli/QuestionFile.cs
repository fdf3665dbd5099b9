using System.Text.Json;

namespace Forecasts.Cli;

/// <param name="Index">Counted from 0.</param>
/// <param name="Json">The question as it stands in the file; valid until the next one is asked for.</param>
public sealed record RawQuestion(int Index, ReadOnlyMemory<byte> Json);

/// <summary>The questions of a file <c>{"questions": [...]}</c>, one at a time: the file may be larger than the memory.</summary>
public sealed class QuestionFile(Stream stream)
{
    private enum Stage
    {
        Start,
        Root,
        Questions,
        Rest,
        End,
    }

    private byte[] buffer = new byte[64 * 1024];
    private int start,
        length,
        index;
    private long line = 1,
        column = 1,
        questionLine,
        questionColumn;
    private bool ended,
        found;
    private Stage stage;
    private JsonReaderState state = new(new JsonReaderOptions { MaxDepth = 64 });

    /// <summary>How much of the file has been read.</summary>
    public long BytesRead { get; private set; }

    /// <summary>The next question, null after the last.</summary>
    /// <exception cref="FailureException">The file is no JSON, or none with questions.</exception>
    public RawQuestion? Next()
    {
        try
        {
            while (stage != Stage.End)
            {
                if (!Step(out var question))
                    Fill();
                else if (question is not null)
                    return question;
            }

            return null;
        }
        catch (JsonException wrong)
        {
            var reason = wrong.Message.Split(" LineNumber:", StringSplitOptions.None)[0];
            throw new FailureException(
                $"line {wrong.LineNumber + 1}, column {wrong.BytePositionInLine + 1}: the file is not valid JSON: {reason}",
                wrong
            );
        }
    }

    /// <summary>Where in the file a byte of the question just read stands.</summary>
    public (long Line, string Text) Place(RawQuestion question, long offset)
    {
        var (atLine, atColumn) = Moved(questionLine, questionColumn, question.Json.Span[..(int)offset]);
        return (atLine, $"line {Cells.Whole(atLine)}, column {Cells.Whole(atColumn)}");
    }

    /// <summary>Takes one token, or one whole value; false where the buffer ends within it.</summary>
    private bool Step(out RawQuestion? question)
    {
        question = null;
        var unread = buffer.AsSpan(start, length - start);
        var reader = new Utf8JsonReader(unread, ended, state);
        if (!reader.Read())
        {
            if (ended && stage == Stage.Rest)
                stage = Stage.End;
            return ended;
        }

        switch (stage)
        {
            case Stage.Start:
                if (reader.TokenType != JsonTokenType.StartObject)
                    throw Unfit(reader, """an object {"questions": [...]} is expected""");
                stage = Stage.Root;
                break;
            case Stage.Root when reader.TokenType == JsonTokenType.EndObject:
                if (!found)
                    throw Unfit(reader, "the field \"questions\" is missing; it must be an array");
                stage = Stage.Rest;
                break;
            case Stage.Root:
                var here = reader.ValueTextEquals("questions");
                if (!reader.Read())
                    return Missing();
                if (here && reader.TokenType != JsonTokenType.StartArray)
                    throw Unfit(reader, "questions: an array is expected");
                if (here)
                    (found, stage) = (true, Stage.Questions);
                else if (!reader.TrySkip())
                    return Missing();
                break;
            case Stage.Questions when reader.TokenType == JsonTokenType.EndArray:
                stage = Stage.Root;
                break;
            case Stage.Questions:
                if (reader.TokenType != JsonTokenType.StartObject)
                    throw Unfit(reader, $"questions[{Cells.Whole(index)}]: an object is expected");
                var from = (int)reader.TokenStartIndex;
                if (!reader.TrySkip())
                    return Missing();
                (questionLine, questionColumn) = Moved(line, column, unread[..from]);
                question = new(index++, buffer.AsMemory(start + from, (int)reader.BytesConsumed - from));
                break;
        }

        state = reader.CurrentState;
        Skip((int)reader.BytesConsumed);
        return true;
    }

    // At the end of the file the reader itself says what is missing.
    private bool Missing() => ended ? throw new JsonException("The file ends within a value.", null, line - 1, column - 1) : false;

    private FailureException Unfit(Utf8JsonReader reader, string expected)
    {
        var (atLine, atColumn) = Moved(line, column, buffer.AsSpan(start, (int)reader.TokenStartIndex));
        return new FailureException($"line {Cells.Whole(atLine)}, column {Cells.Whole(atColumn)}: {expected}.");
    }

    private void Skip(int bytes)
    {
        (line, column) = Moved(line, column, buffer.AsSpan(start, bytes));
        start += bytes;
    }

    private void Fill()
    {
        var first = BytesRead == 0;
        buffer.AsSpan(start, length - start).CopyTo(buffer);
        (length, start) = (length - start, 0);
        // Twice the room for what does not fit, so that a value is looked at a few times only, however long it is.
        if (length > buffer.Length / 2)
            Array.Resize(ref buffer, checked(buffer.Length * 2));
        var read = stream.ReadAtLeast(buffer.AsSpan(length), buffer.Length - length, throwOnEndOfStream: false);
        ended = read < buffer.Length - length;
        BytesRead += read;
        length += read;
        if (first && buffer.AsSpan(0, length).StartsWith("\uFEFF"u8))
            start = 3;
    }

    /// <summary>Lines and columns counted from 1, a column for each character.</summary>
    private static (long Line, long Column) Moved(long line, long column, ReadOnlySpan<byte> over)
    {
        foreach (var b in over)
        {
            if (b == '\n')
                (line, column) = (line + 1, 1);
            else if ((b & 0xC0) != 0x80)
                column++;
        }

        return (line, column);
    }
}
