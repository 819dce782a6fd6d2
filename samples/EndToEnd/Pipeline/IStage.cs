using Aloe.Samples.Progress;

namespace Aloe.Samples.EndToEnd.Pipeline;

/// <summary>One step of the run: reads files of the run folder, writes others.</summary>
/// <remarks>A stage that was stopped half-way is run again and continues from what its outputs hold.</remarks>
internal interface IStage
{
    string Name { get; }

    /// <summary>Outputs of earlier stages that this one reads, relative to the run folder.</summary>
    IReadOnlyList<string> Inputs { get; }

    /// <summary>Files and folders that this stage writes, relative to the run folder.</summary>
    IReadOnlyList<string> Outputs { get; }

    /// <returns>What was made, in a few words.</returns>
    Task<string> RunAsync(StageProgress progress, CancellationToken cancellationToken);
}
