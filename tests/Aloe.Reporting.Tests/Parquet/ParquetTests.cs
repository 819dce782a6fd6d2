using Aloe.Data;
using Parquet;
using Parquet.Schema;

namespace Aloe.Reporting.Tests.Parquet;

public sealed class ParquetTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aloe-test-");

    private string File => Path.Combine(_folder.FullName, "rows.parquet");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 3)]
    [InlineData(7, 100)]
    public async Task Pairs_come_back_in_every_row_group_size(int rows, int rowGroupSize)
    {
        var pairs = Enumerable.Range(0, rows).Select(Pair).ToList();
        Assert.Equal(rows, await PreferenceParquet.WriteAsync(File, pairs.ToAsyncEnumerable(), rowGroupSize));

        await using var reader = await ParquetReader.CreateAsync(File);
        Assert.Equal((rows + rowGroupSize - 1) / rowGroupSize, reader.RowGroupCount);
        Assert.Equal(pairs.Select(pair => pair.Prompt), await Column(reader, "prompt"));
        Assert.Equal(pairs.Select(pair => Reply(pair.Chosen)), await Column(reader, "chosen"));
        Assert.Equal(pairs.Select(pair => Reply(pair.Rejected)), await Column(reader, "rejected"));
    }

    [Fact]
    public async Task Dialogues_come_back()
    {
        var dialogues = Enumerable.Range(0, 5).Select(i => new Dialogue($"d{i}", [new DialogueMessage(DialogueRole.System, "Be kind."), .. Pair(i).Prompt, .. Reply("Sure.")])).ToList();
        await DialogueParquet.WriteAsync(File, dialogues.ToAsyncEnumerable(), 2);
        await using var reader = await ParquetReader.CreateAsync(File);
        Assert.Equal(dialogues.Select(dialogue => dialogue.Messages), await Column(reader, "messages"));
    }

    [Fact]
    public async Task The_schema_is_the_one_that_datasets_reads_as_conversations()
    {
        await PreferenceParquet.WriteAsync(File, new[] { Pair(0) }.ToAsyncEnumerable());
        await using var reader = await ParquetReader.CreateAsync(File);
        Assert.Equal(
            ["prompt/list/element/role", "prompt/list/element/content", "chosen/list/element/role", "chosen/list/element/content", "rejected/list/element/role", "rejected/list/element/content"],
            reader.Schema.DataFields.Select(field => string.Join('/', field.Path.ToList())));
        Assert.All(reader.Schema.Fields, field => Assert.Equal(SchemaType.List, field.SchemaType));
    }

    [Fact]
    public async Task A_failure_of_the_source_leaves_no_file()
    {
        static async IAsyncEnumerable<PreferencePair> Failing()
        {
            yield return Pair(0);
            await Task.Yield();
            throw new DataFormatException("trees.jsonl", 2, null, "cut off.");
        }

        await Assert.ThrowsAsync<DataFormatException>(() => PreferenceParquet.WriteAsync(File, Failing(), 1));
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public async Task No_rows_make_a_file_with_the_schema_only()
    {
        Assert.Equal(0, await PreferenceParquet.WriteAsync(File, AsyncEnumerable.Empty<PreferencePair>()));
        await using var reader = await ParquetReader.CreateAsync(File);
        Assert.Equal(3, reader.Schema.Fields.Count);
        Assert.Empty(await Column(reader, "prompt"));
    }

    private static PreferencePair Pair(int number)
    {
        var prompt = Enumerable.Range(0, (2 * (number % 4)) + 1)
            .Select(i => new DialogueMessage(i % 2 == 0 ? DialogueRole.User : DialogueRole.Assistant, $"{number}.{i} “é” 日本 😀 \"\\\n\0"))
            .ToList();
        return new PreferencePair($"t#{number}", prompt, $"chosen {number}", $"rejected {number}");
    }

    private static IReadOnlyList<DialogueMessage> Reply(string text) => [new DialogueMessage(DialogueRole.Assistant, text)];

    /// <summary>Reads a column back by its repetition levels.</summary>
    private static async Task<List<IReadOnlyList<DialogueMessage>>> Column(ParquetReader reader, string name)
    {
        var rows = new List<IReadOnlyList<DialogueMessage>>();
        for (var i = 0; i < reader.RowGroupCount; i++)
        {
            using var group = reader.OpenRowGroupReader(i);
            var (roles, levels) = await Leaf(reader, group, $"{name}/list/element/role");
            var (contents, _) = await Leaf(reader, group, $"{name}/list/element/content");
            foreach (var (role, content, level) in roles.Zip(contents, levels))
            {
                if (level == 0)
                {
                    rows.Add(new List<DialogueMessage>());
                }

                ((List<DialogueMessage>)rows[^1]).Add(new DialogueMessage(Enum.Parse<DialogueRole>(role, ignoreCase: true), content));
            }
        }

        return rows;
    }

    private static async Task<(string[] Values, int[] Levels)> Leaf(ParquetReader reader, ParquetRowGroupReader group, string path)
    {
        var field = reader.Schema.DataFields.Single(field => string.Join('/', field.Path.ToList()) == path);
        var count = (int)group.GetMetadata(field)!.MetaData!.NumValues;
        var values = new ReadOnlyMemory<char>[count];
        var definitions = new int[count];
        var repetitions = new int[count];
        await group.ReadRawAsync<ReadOnlyMemory<char>>(field, values, definitions, repetitions);
        Assert.All(definitions, level => Assert.Equal(field.MaxDefinitionLevel, level));
        return ([.. values.Select(value => value.ToString())], repetitions);
    }
}
