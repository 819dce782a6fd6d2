namespace Aloe.Core.Tests.Doubles;

/// <summary>Collects what is reported, at once and in order.</summary>
internal sealed class Reports<T> : IProgress<T>
{
    public List<T> All { get; } = [];

    public void Report(T value) => All.Add(value);
}
