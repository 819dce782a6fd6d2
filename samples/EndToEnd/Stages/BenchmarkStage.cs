using Aloe.Evaluation;
using Aloe.Samples.EndToEnd.Pipeline;
using Aloe.Samples.EndToEnd.Providers;
using Aloe.Samples.Progress;
using Aloe.Torch;

namespace Aloe.Samples.EndToEnd.Stages;

/// <summary>Stage 4: the held-out people talk to every model. A model's result is kept as soon as it is there.</summary>
internal sealed class BenchmarkStage(RunContext context) : IStage
{
    /// <summary>The models, in the order of the report.</summary>
    public static readonly IReadOnlyList<string> Models = ["generic", "base", "sft", "dpo", "oracle", "dpo-no-history"];

    public string Name => "benchmark";

    public IReadOnlyList<string> Inputs => [RunFolder.SftModel, RunFolder.DpoModel];

    public IReadOnlyList<string> Outputs => [RunFolder.Benchmark];

    public static string FileOf(string model) => $"{RunFolder.Benchmark}/{model}.json";

    public async Task<string> RunAsync(StageProgress progress, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(context.Folder.PathOf(RunFolder.Benchmark));
        var benchmark = context.Options.Benchmark();
        var turns = benchmark.Cases.Count * context.Recipe.Turns;
        for (var i = 0; i < Models.Count; i++)
        {
            var (model, before) = (Models[i], i * turns);
            progress.Report(before, Models.Count * turns, model);
            if (!File.Exists(context.Folder.PathOf(FileOf(model))))
            {
                var relay = new Relay<EvaluationProgress>(state => progress.Report(before + state.CompletedTurns, Models.Count * turns, model));
                await EvaluateAsync(model, benchmark, relay, cancellationToken).ConfigureAwait(false);
            }
        }

        return $"{Models.Count} models, {benchmark.Cases.Count} cases, {context.Recipe.Turns} turns each";
    }

    private async Task EvaluateAsync(string model, Benchmark benchmark, IProgress<EvaluationProgress> progress, CancellationToken cancellationToken)
    {
        var options = context.Aloe.Evaluation.Options(context.Recipe.Turns, context.Options.Concurrency);
        options.MaxReplyTokens = context.Recipe.MaxReplyTokens;
        options.Temperature = context.Recipe.Temperature;

        // A local model is loaded for its own evaluation only; the responder belongs to the participants.
        using var local = LocalFolder(model) is { } folder ? TorchChatClient.Load(folder, context.Options.Device) : null;
        var report = await new AloeEvaluator(context.Participants.Benchmark).EvaluateAsync(Assistant(model, local), benchmark, options, progress, cancellationToken).ConfigureAwait(false);
        await AlignmentReportFile.WriteAsync(report, context.Folder.PathOf(FileOf(model)), cancellationToken).ConfigureAwait(false);
    }

    private string? LocalFolder(string model) => model switch
    {
        "base" => context.Base.Folder,
        "sft" => context.Folder.PathOf(RunFolder.SftModel),
        "dpo" or "dpo-no-history" => context.Folder.PathOf(RunFolder.DpoModel),
        _ => null,
    };

    private AssistantUnderTest Assistant(string model, TorchChatClient? local) => model switch
    {
        "generic" => new AssistantUnderTest(model, context.Participants.Responder),
        "oracle" => new AssistantUnderTest(model, context.Participants.Responder) { SystemPrompt = Participants.OraclePrompt },
        "dpo-no-history" => new AssistantUnderTest(model, new LastMessageOnlyChatClient(local!)),
        _ => new AssistantUnderTest(model, local!),
    };
}
