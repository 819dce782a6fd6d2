namespace Aloe.Statistics;

/// <summary>Counts what the turns with one number are like.</summary>
internal sealed class TurnCounter
{
    private long _turns;
    private long _ties;
    private long _facts;
    private long _traits;
    private long _informed;

    public void Add(Turn turn)
    {
        _turns++;
        _facts += turn.Revealed.Facts.Count;
        _traits += turn.Revealed.Traits.Count;
        _ties += turn.IsTie ? 1 : 0;
        _informed += !turn.IsTie && turn.PreferredSource == ReplySource.Informed ? 1 : 0;
    }

    public void Add(TurnCounter other)
    {
        _turns += other._turns;
        _ties += other._ties;
        _facts += other._facts;
        _traits += other._traits;
        _informed += other._informed;
    }

    public TurnStatistics ToStatistics(int number) => new(
        number, _turns, _ties, _turns == 0 ? 0 : (double)_facts / _turns, _turns == 0 ? 0 : (double)_traits / _turns, new Proportion(_informed, _turns - _ties));
}
