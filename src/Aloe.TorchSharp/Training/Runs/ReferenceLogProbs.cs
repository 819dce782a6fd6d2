using static TorchSharp.torch;

namespace Aloe.Torch.Training;

/// <summary>Log-probs of every reply under the reference model, computed once, before the first step, and kept on disk: no second model is ever in memory.</summary>
internal sealed class ReferenceLogProbs
{
    private readonly Dictionary<string, double[]> _logProbs;

    public ReferenceLogProbs(Dictionary<string, double[]> logProbs) => _logProbs = logProbs;

    /// <summary>Log-probs of the replies of an example, in its order.</summary>
    public double[] this[string exampleId] => _logProbs[exampleId];

    /// <summary>Those stored under a fingerprint; null where there are none.</summary>
    public static ReferenceLogProbs? Load(string path, string fingerprint)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        var stored = TrainingJson.Read(path, TrainingJson.Default.StoredReference);
        return stored.Fingerprint == fingerprint ? new ReferenceLogProbs(stored.LogProbs) : null;
    }

    /// <summary>Stores them under a fingerprint.</summary>
    public void Save(string path, string fingerprint)
        => TrainingJson.Write(path, new StoredReference(fingerprint, _logProbs), TrainingJson.Default.StoredReference);

    /// <summary>Computes them.</summary>
    /// <param name="model">The reference.</param>
    /// <param name="rows">Rows that hold every example once: those of the first epoch, so that policy and reference start bit-equal.</param>
    /// <param name="place">Puts a row on the device.</param>
    /// <param name="workers">Rows at a time.</param>
    /// <param name="cancellationToken">Stops between rows.</param>
    public static ReferenceLogProbs Compute(
        DecoderModel model, IReadOnlyList<IReadOnlyList<EncodedExample>> rows, Func<IReadOnlyList<EncodedExample>, RowTensors> place, int workers, CancellationToken cancellationToken)
    {
        var replies = new ReplyLogProbs(model);
        var sums = new double[rows.Count][];
        var hands = RowThreads.Deal([.. rows.Select(row => row.Sum(example => example.Tokens.Length))], workers);
        RowThreads.Run(hands.Count, worker =>
        {
            foreach (var index in hands[worker])
            {
                cancellationToken.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                using var noGrad = no_grad();
                var row = place(rows[index]);
                sums[index] = row.SumByReply(replies.Frozen(replies.Predicting(row), row.Targets)).cpu().data<double>().ToArray();
            }
        });

        var logProbs = new Dictionary<string, double[]>();
        foreach (var (index, row) in rows.Index())
        {
            var next = 0;
            foreach (var example in row)
            {
                logProbs[example.Id] = sums[index][next..(next += example.Replies.Length)];
                if (!logProbs[example.Id].All(double.IsFinite))
                {
                    throw new InvalidDataException($"Example '{example.Id}': the reference model gives a log-prob that is not finite.");
                }
            }
        }

        return new ReferenceLogProbs(logProbs);
    }
}
