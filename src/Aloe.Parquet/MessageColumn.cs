using Parquet;
using Parquet.Schema;

namespace Aloe.Data;

/// <summary>A column with a list of chat messages in every row. Parquet stores it as two leaf columns, roles and contents, whose repetition level is 0 at the first message of a row and 1 at the others.</summary>
internal sealed class MessageColumn<T>
{
    private readonly Func<T, IReadOnlyList<DialogueMessage>> _messages;
    private readonly DataField<string> _role = new("role", nullable: false);
    private readonly DataField<string> _content = new("content", nullable: false);

    public MessageColumn(string name, Func<T, IReadOnlyList<DialogueMessage>> messages)
    {
        _messages = messages;
        Field = new ListField(name, new StructField("element", _role, _content));
    }

    public ListField Field { get; }

    public async Task WriteAsync(ParquetRowGroupWriter group, IReadOnlyList<T> rows, CancellationToken cancellationToken)
    {
        var messages = rows.SelectMany(_messages).ToList();
        var levels = rows.SelectMany(row => Enumerable.Range(0, _messages(row).Count).Select(index => index == 0 ? 0 : 1)).ToArray();
        await group.WriteAsync(_role, [.. messages.Select(message => Name(message.Role))], levels).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        await group.WriteAsync(_content, [.. messages.Select(message => message.Text)], levels).ConfigureAwait(false);
    }

    private static string Name(DialogueRole role) => role switch
    {
        DialogueRole.System => "system",
        DialogueRole.User => "user",
        DialogueRole.Assistant => "assistant",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
    };
}
