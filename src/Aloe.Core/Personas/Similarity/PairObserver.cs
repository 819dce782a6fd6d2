namespace Aloe.Personas;

/// <summary>Is told of the pairs whose score is above the cutoff of their lane.</summary>
internal abstract class PairObserver
{
    /// <summary>Looks at a pair; may raise the cutoff of its lane. Called from several threads, but for one lane from one at a time and in the order of the rows.</summary>
    /// <param name="candidates">The candidates.</param>
    /// <param name="lane">Lane of the candidate.</param>
    /// <param name="index">Number of the row.</param>
    /// <param name="row">The row.</param>
    /// <param name="score">Their dot product as the kernel computed it.</param>
    public abstract void See(CandidateBlock candidates, int lane, int index, ReadOnlySpan<float> row, float score);

    /// <summary>The float just below a number, so that what rounding does to it loses no pair.</summary>
    protected static float Below(double value) => MathF.BitDecrement((float)value);
}
