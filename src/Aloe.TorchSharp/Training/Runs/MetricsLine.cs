using System.Text.Json;

namespace Aloe.Torch.Training;

/// <summary>One step in <c>metrics.jsonl</c>: step and time, then a number for each tag. Tags are those of Hugging Face's TRL, where it has one.</summary>
/// <param name="Step">1-based step.</param>
/// <param name="Time">When it was done.</param>
/// <param name="Values">Numbers by tag.</param>
internal sealed record MetricsLine(int Step, DateTimeOffset Time, IReadOnlyList<KeyValuePair<string, double>> Values)
{
    /// <summary>The numbers of a step; what is unknown, or does not exist in SFT, is left out.</summary>
    public static IEnumerable<KeyValuePair<string, double>> ValuesOf(TrainingProgress step)
    {
        var seconds = step.Duration.TotalSeconds;
        return new (string Tag, double? Value)[]
        {
            ("loss", step.Loss),
            ("rewards/chosen", step.RewardChosen),
            ("rewards/rejected", step.RewardRejected),
            ("rewards/margins", step.Margin),
            ("rewards/accuracies", step.Accuracy),
            ("logps/chosen", step.LogProbChosen),
            ("logps/rejected", step.LogProbRejected),
            ("grad_norm", step.GradientNorm),
            ("learning_rate", step.LearningRate),
            ("tokens", step.Tokens),
            ("examples", step.Examples),
            ("seconds", seconds),
            ("waiting_seconds", step.Waiting.TotalSeconds),
            ("examples_per_second", seconds > 0 ? step.Examples / seconds : null),
            ("memory_bytes", step.MemoryBytes),
            ("eval/loss", step.HeldOut?.Loss),
            ("eval/rewards/margins", step.HeldOut?.Margin),
            ("eval/rewards/accuracies", step.HeldOut?.Accuracy),
            ("eval/examples", step.HeldOut?.Examples),
        }.Where(entry => entry.Value is not null).Select(entry => KeyValuePair.Create(entry.Tag, entry.Value!.Value));
    }

    /// <summary>Reads a line; null where it is not a whole one.</summary>
    public static MetricsLine? Parse(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            return new MetricsLine(
                root.GetProperty("step").GetInt32(),
                root.GetProperty("time").GetDateTimeOffset(),
                [.. root.EnumerateObject().Where(property => property.Name is not ("step" or "time")).Select(property => KeyValuePair.Create(property.Name, property.Value.GetDouble()))]);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Writes the line with its end.</summary>
    public void Write(Stream stream)
    {
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteNumber("step", Step);
            json.WriteString("time", Time);
            foreach (var (tag, value) in Values)
            {
                json.WriteNumber(tag, value);
            }

            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    }
}
