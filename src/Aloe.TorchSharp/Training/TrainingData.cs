namespace Aloe.Torch.Training;

/// <summary>Checks that examples fit the model before anything is computed.</summary>
internal static class TrainingData
{
    /// <exception cref="ArgumentException">There is nothing to train on.</exception>
    /// <exception cref="InvalidDataException">An example does not fit; the message names it.</exception>
    public static void Check(IReadOnlyList<EncodedExample> examples, DecoderConfig config, TrainingOptions options)
    {
        if (examples.Count == 0)
        {
            throw new ArgumentException("There is nothing to train on: no example, or only ties.", nameof(examples));
        }

        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var example in examples)
        {
            var longest = example.Positions.Max() + 1;
            var complaint =
                !ids.Add(example.Id) ? "its id occurs twice"
                : example.Tokens.Length > options.MaxRowTokens ? $"it has {example.Tokens.Length} tokens, more than {nameof(options.MaxRowTokens)} allows ({options.MaxRowTokens})"
                : longest > config.MaxPositions ? $"its longest conversation has {longest} tokens, more than the model has positions ({config.MaxPositions})"
                : example.Tokens.Concat(example.Targets).Max() >= config.VocabularySize ? $"it has tokens outside the model's vocabulary of {config.VocabularySize}"
                : null;
            if (complaint is not null)
            {
                throw new InvalidDataException($"Example '{example.Id}' cannot be trained on: {complaint}.");
            }
        }
    }
}
