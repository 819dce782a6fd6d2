namespace Aloe.Torch.Training;

/// <summary>The examples of a run, checked before anything is computed.</summary>
/// <param name="Training">What is trained on.</param>
/// <param name="HeldOut">What the model never learns from.</param>
/// <param name="DroppedTurns">Turns left out of examples that were too long.</param>
internal sealed record TrainingData(IReadOnlyList<EncodedExample> Training, IReadOnlyList<EncodedExample> HeldOut, int DroppedTurns)
{
    /// <summary>All examples.</summary>
    public IEnumerable<EncodedExample> All => Training.Concat(HeldOut);

    /// <summary>Tokens of the longest example.</summary>
    public int Longest => All.Max(example => example.Tokens.Length);

    /// <summary>No batch has more tokens than this.</summary>
    /// <param name="batchSize">Examples of a batch.</param>
    public int LargestBatch(int batchSize) => (int)Math.Min(int.MaxValue, All.Select(example => (long)example.Tokens.Length).OrderDescending().Take(Math.Max(batchSize, HeldOut.Count)).Sum());

    /// <summary>Reads, splits and checks examples.</summary>
    /// <param name="read">Lays the examples out, each with the group that it is held out with: its persona, or its own id. Null examples have nothing to learn from and are left out.</param>
    /// <param name="encoder">Encodes messages.</param>
    /// <param name="config">The model.</param>
    /// <param name="options">Limits and split; the other dialogues of SFT are added to what is trained on, never held out.</param>
    /// <exception cref="ArgumentException">There is nothing to train on, or nothing that could be held out.</exception>
    /// <exception cref="InvalidDataException">An example cannot be trained on, or does not fit; the message names it.</exception>
    public static TrainingData Read(
        Func<ExampleReader, IEnumerable<(string Group, EncodedExample? Example)>> read, MessageEncoder encoder, DecoderConfig config, TrainingOptions options)
    {
        var reader = new ExampleReader(encoder, options.MaxRowTokens, config.MaxPositions, options.LongExamples);
        var examples = read(reader).Where(entry => entry.Example is not null).Select(entry => (entry.Group, Example: entry.Example!)).ToList();
        var others = options is SftOptions sft ? sft.OtherDialogues.Select(reader.Sft).OfType<EncodedExample>().ToList() : [];
        var heldOut = HeldOutSplit.Choose(examples.Select(entry => entry.Group), options.HeldOutShare, options.Seed);
        var data = new TrainingData(
            [.. examples.Where(entry => !heldOut.Contains(entry.Group)).Select(entry => entry.Example), .. others],
            [.. examples.Where(entry => heldOut.Contains(entry.Group)).Select(entry => entry.Example)],
            reader.DroppedTurns);
        Check([.. data.All], config, options);
        return data;
    }

    /// <exception cref="ArgumentException">There is nothing to train on.</exception>
    /// <exception cref="InvalidDataException">An example does not fit; the message names it.</exception>
    internal static void Check(IReadOnlyList<EncodedExample> examples, DecoderConfig config, TrainingOptions options)
    {
        if (examples.Count == 0)
        {
            throw new ArgumentException("There is nothing to train on: no example, or only ties.", nameof(examples));
        }

        var ids = new HashSet<string>(StringComparer.Ordinal);
        var remedy = options.LongExamples == LongExamplePolicy.Error
            ? $"; {nameof(options.LongExamples)} = {nameof(LongExamplePolicy.DropOldestTurns)} would leave its oldest turns out"
            : ", even with its last turn alone";
        foreach (var example in examples)
        {
            var longest = example.Positions.Max() + 1;
            var complaint =
                !ids.Add(example.Id) ? "its id occurs twice"
                : example.Tokens.Length > options.MaxRowTokens ? $"it has {example.Tokens.Length} tokens, more than {nameof(options.MaxRowTokens)} allows ({options.MaxRowTokens}){remedy}"
                : longest > config.MaxPositions ? $"its longest conversation has {longest} tokens, more than the model has positions ({config.MaxPositions}){remedy}"
                : Math.Max(example.Tokens.Max(), example.Targets.Max()) >= config.VocabularySize ? $"it has tokens outside the model's vocabulary of {config.VocabularySize}"
                : null;
            if (complaint is not null)
            {
                throw new InvalidDataException($"Example '{example.Id}' cannot be trained on: {complaint}.");
            }
        }
    }
}
