namespace Aloe.Abstractions.Tests;

/// <summary>Every option accepts the bounds of its range and refuses what lies beyond, by name.</summary>
public sealed class OptionRangeTests
{
    private static readonly double JustAbove0 = double.Epsilon;

    public static TheoryData<string, Type, object, object, object[]> Ranges { get; } = new()
    {
        // option, owner, least, most, refused
        { "TargetCount", typeof(PersonaGrowthOptions), 1, 10_000_000, [0, 10_000_001] },
        { "SimilarityThreshold", typeof(PersonaGrowthOptions), -1.0, 1.0, [-1.001, 1.001, double.NaN] },
        { "CandidatesPerCall", typeof(PersonaGrowthOptions), 1, 200, [0, 201] },
        { "ExamplesPerCall", typeof(PersonaGrowthOptions), 0, 50, [-1, 51] },
        { "Temperature", typeof(PersonaGrowthOptions), 0.0, 2.0, [-0.001, 2.001, double.NaN] },
        { "MaxCalls", typeof(PersonaGrowthOptions), 0, 1_000_000, [-1, 1_000_001] },
        { "SaturationWindow", typeof(PersonaGrowthOptions), 1, 1_000, [0, 1_001] },
        { "SaturationFloor", typeof(PersonaGrowthOptions), 0.0, 1.0, [-0.001, 1.001, double.NaN] },
        { "Turns", typeof(ConversationTreeOptions), 1, 100, [0, 101] },
        { "Concurrency", typeof(ConversationTreeOptions), 1, 4_096, [0, 4_097] },
        { "PreferredTrunkProbability", typeof(ConversationTreeOptions), 0.0, 1.0, [-0.001, 1.001, double.NaN] },
        { "Epsilon", typeof(ConversationTreeOptions), 0.0, 1.0, [-0.001, 1.001, double.NaN] },
        { "InformedReplies", typeof(ConversationTreeOptions), 1, 8, [0, 9] },
        { "UninformedReplies", typeof(ConversationTreeOptions), 1, 8, [0, 9] },
        { "BranchUntilTurn", typeof(ConversationTreeOptions), 0, 10, [-1, 11] },
        { "MaxTurnsInTree", typeof(ConversationTreeOptions), 1, 100_000, [0, 100_001] },
        { "JudgeAttempts", typeof(ConversationTreeOptions), 1, 10, [0, 11] },
        { "Temperature", typeof(ConversationTreeOptions), 0.0, 2.0, [-0.001, 2.001, double.NaN] },
        { "Turns", typeof(EvaluationOptions), 1, 100, [0, 101] },
        { "Concurrency", typeof(EvaluationOptions), 1, 4_096, [0, 4_097] },
        { "JudgeAttempts", typeof(EvaluationOptions), 1, 10, [0, 11] },
        { "JudgeRounds", typeof(EvaluationOptions), 1, 10, [0, 11] },
        { "MaxReplyTokens", typeof(EvaluationOptions), 1, 65_536, [0, 65_537] },
        { "Temperature", typeof(EvaluationOptions), 0.0, 2.0, [-0.001, 2.001, double.NaN] },
        { "Epochs", typeof(SftOptions), 1, 1_000, [0, 1_001] },
        { "LearningRate", typeof(SftOptions), JustAbove0, double.MaxValue, [0.0, -1.0, double.NaN, double.PositiveInfinity] },
        { "WarmupRatio", typeof(SftOptions), 0.0, 1.0, [-0.001, 1.001, double.NaN] },
        { "WeightDecay", typeof(SftOptions), 0.0, 1.0, [-0.001, 1.001, double.NaN] },
        { "MaxGradientNorm", typeof(SftOptions), JustAbove0, double.MaxValue, [0.0, -1.0, double.NaN, double.PositiveInfinity] },
        { "BatchSize", typeof(SftOptions), 1, 65_536, [0, 65_537] },
        { "MaxRowTokens", typeof(SftOptions), 16, 1_048_576, [15, 1_048_577] },
        { "HeldOutShare", typeof(SftOptions), 0.0, 0.5, [-0.001, 0.501, double.NaN] },
        { "EvaluateEvery", typeof(SftOptions), 1, 1_000_000, [0, 1_000_001] },
        { "CheckpointEvery", typeof(SftOptions), 1, 1_000_000, [0, 1_000_001] },
        { "KeepCheckpoints", typeof(SftOptions), 1, 100, [0, 101] },
        { "LabelSmoothing", typeof(DpoOptions), 0.0, 0.49, [-0.001, 0.491, double.NaN] },
        { "Beta", typeof(DpoOptions), JustAbove0, double.MaxValue, [0.0, -1.0, double.NaN, double.PositiveInfinity] },
        { "SftWeight", typeof(DpoOptions), 0.0, 100.0, [-0.001, 100.001, double.NaN] },
        { "Rank", typeof(LoraOptions), 1, 1_024, [0, 1_025] },
        { "Alpha", typeof(LoraOptions), JustAbove0, double.MaxValue, [0.0, -1.0, double.NaN, double.PositiveInfinity] },
    };

    [Theory]
    [MemberData(nameof(Ranges))]
    public void BoundsAreAcceptedAndWhatLiesBeyondIsRefusedByName(string option, Type owner, object least, object most, object[] refused)
    {
        var options = Activator.CreateInstance(owner)!;
        var property = owner.GetProperty(option)!;
        foreach (var value in new[] { least, most })
        {
            property.SetValue(options, value);
            Assert.Equal(value, property.GetValue(options));
        }

        foreach (var value in refused)
        {
            var failure = Assert.IsType<ArgumentOutOfRangeException>(
                Assert.ThrowsAny<System.Reflection.TargetInvocationException>(() => property.SetValue(options, value)).InnerException);
            Assert.Equal(option, failure.ParamName);
            Assert.StartsWith($"{option} must be ", failure.Message, StringComparison.Ordinal);
            Assert.Equal(most, property.GetValue(options));
        }
    }

    [Fact]
    public void EveryNumericOptionIsInTheTable()
    {
        Type[] owners = [typeof(PersonaGrowthOptions), typeof(ConversationTreeOptions), typeof(EvaluationOptions), typeof(SftOptions), typeof(DpoOptions), typeof(LoraOptions)];
        var tabled = Ranges.Select(row => (row.Data.Item1, row.Data.Item2)).ToHashSet();
        var numeric = owners.SelectMany(owner => owner.GetProperties()
            .Where(property => property.PropertyType == typeof(int) || property.PropertyType == typeof(double))
            .Where(property => owner != typeof(DpoOptions) || property.DeclaringType == owner)
            .Select(property => (property.Name, owner)));
        Assert.Equal(numeric.ToHashSet(), tabled);
    }

    [Fact]
    public void DefaultsAreThePublishedValues()
    {
        var growth = new PersonaGrowthOptions();
        Assert.Equal((331, 0.6, 20, 5, 0.8), (growth.TargetCount, growth.SimilarityThreshold, growth.CandidatesPerCall, growth.ExamplesPerCall, growth.Temperature));
        var trees = new ConversationTreeOptions();
        Assert.Equal((10, 0.5), (trees.Turns, trees.PreferredTrunkProbability));
        var dpo = new DpoOptions();
        Assert.Equal((0.9, 1e-5, 48, 1, 8_192), (dpo.Beta, dpo.LearningRate, dpo.BatchSize, dpo.Epochs, dpo.MaxRowTokens));
        Assert.Equal((10, 2, 1), (new EvaluationOptions().Turns, new EvaluationOptions().JudgeAttempts, new EvaluationOptions().JudgeRounds));
    }

    [Fact]
    public void Undefined_choices_are_refused_by_name()
    {
        var options = new EvaluationOptions();
        Assert.Contains("Opening must be one of Free, Greeting", Assert.Throws<ArgumentOutOfRangeException>(() => options.Opening = (OpeningStyle)6).Message, StringComparison.Ordinal);
        Assert.Contains("Control must be one of None, ShuffledPersonas", Assert.Throws<ArgumentOutOfRangeException>(() => options.Control = (EvaluationControl)2).Message, StringComparison.Ordinal);
        Assert.Contains("PersonaProbe must be one of None, Model, Inducer", Assert.Throws<ArgumentOutOfRangeException>(() => options.PersonaProbe = (PersonaProbe)(-1)).Message, StringComparison.Ordinal);
    }
}
