namespace Aloe.Personalization;

/// <summary>The counts behind <see cref="PersonaInferenceStatistics"/>.</summary>
internal sealed class InferenceCounters
{
    private long _inferred;
    private long _failed;
    private long _unreadable;
    private long _merged;
    private long _dropped;
    private long _forgotten;
    private long _unreadPictures;

    public PersonaInferenceStatistics Snapshot() => new(
        Interlocked.Read(ref _inferred),
        Interlocked.Read(ref _failed),
        Interlocked.Read(ref _unreadable),
        Interlocked.Read(ref _merged),
        Interlocked.Read(ref _dropped),
        Interlocked.Read(ref _forgotten),
        Interlocked.Read(ref _unreadPictures));

    public void Inferred() => Interlocked.Increment(ref _inferred);

    public void Failed() => Interlocked.Increment(ref _failed);

    public void Unreadable() => Interlocked.Increment(ref _unreadable);

    public void Merged() => Interlocked.Increment(ref _merged);

    public void Dropped(int replies) => Interlocked.Add(ref _dropped, replies);

    public void Forgotten(int inferences) => Interlocked.Add(ref _forgotten, inferences);

    public void UnreadPicture() => Interlocked.Increment(ref _unreadPictures);
}
