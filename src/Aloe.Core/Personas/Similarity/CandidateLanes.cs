namespace Aloe.Personas;

/// <summary>Vectors as <see cref="ScoreKernel"/> wants them: in groups whose vectors lie side by side, component by component. A lane is the place of a vector.</summary>
/// <remarks>Different groups may be used from different threads.</remarks>
internal sealed class CandidateLanes
{
    private float[] _packed = [];
    private float[] _cutoffs = [];
    private int[] _candidates = [];
    private int _dimensions;

    /// <summary>Lanes that hold a vector.</summary>
    public int Count { get; private set; }

    public int Groups { get; private set; }

    /// <summary>The score above which a pair of this lane is looked at; infinite where no more is wanted.</summary>
    public Span<float> Cutoffs => _cutoffs;

    /// <summary>Candidates of the lanes, numbers of rows of what was packed.</summary>
    public ReadOnlySpan<int> Candidates => _candidates.AsSpan(0, Count);

    /// <summary>Makes room and forgets what was there. The caller packs every group then.</summary>
    public void Reset(ReadOnlySpan<int> candidates, int dimensions, float cutoff)
    {
        (Count, _dimensions) = (candidates.Length, dimensions);
        Groups = Count / ScoreKernel.PreferredGroup;
        Groups += Count == 1 ? 1 : (Count - (Groups * ScoreKernel.PreferredGroup) + ScoreKernel.NarrowGroup - 1) / ScoreKernel.NarrowGroup;
        var (last, width) = Group(Groups - 1);
        if (_cutoffs.Length < last + width)
        {
            Array.Resize(ref _cutoffs, last + width);
            Array.Resize(ref _candidates, last + width);
        }

        if (_packed.Length < (last + width) * dimensions)
        {
            _packed = new float[(last + width) * dimensions];
        }

        candidates.CopyTo(_candidates);
        _cutoffs.AsSpan(0, Count).Fill(cutoff);
        _cutoffs.AsSpan(Count).Fill(float.PositiveInfinity);
    }

    /// <summary>First lane and number of lanes of a group; those behind the last vector are never of interest.</summary>
    public (int First, int Width) Group(int group)
    {
        var wide = Count / ScoreKernel.PreferredGroup;
        return group < wide ? (group * ScoreKernel.PreferredGroup, ScoreKernel.PreferredGroup)
            : Count == 1 ? (0, 1)
            : ((wide * ScoreKernel.PreferredGroup) + ((group - wide) * ScoreKernel.NarrowGroup), ScoreKernel.NarrowGroup);
    }

    public Span<float> Packed(int group)
    {
        var (first, width) = Group(group);
        return _packed.AsSpan(first * _dimensions, width * _dimensions);
    }

    /// <summary>Copies the vectors of a group from their rows.</summary>
    public void Pack(int group, ReadOnlySpan<float> rows)
    {
        var (first, width) = Group(group);
        var packed = Packed(group);
        for (var lane = 0; lane < width && first + lane < Count; lane++)
        {
            var row = rows.Slice(_candidates[first + lane] * _dimensions, _dimensions);
            for (int i = 0, at = lane; i < row.Length; i++, at += width)
            {
                packed[at] = row[i];
            }
        }
    }

    /// <summary>Whether a pair of some lane of the group is still wanted.</summary>
    public bool IsWanted(int group)
    {
        var (first, width) = Group(group);
        return _cutoffs.AsSpan(first, width).ContainsAnyExcept(float.PositiveInfinity);
    }
}
