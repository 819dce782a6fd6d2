namespace Aloe.Simulation.World;

/// <summary>A preference for each dimension: −1 or +1 for one of its poles, 0 for none or unknown.</summary>
internal readonly struct StyleVector
{
    private readonly sbyte[]? _values;

    private StyleVector(sbyte[] values) => _values = values;

    public int this[StyleDimension dimension] => _values is null ? 0 : _values[(int)dimension];

    public bool IsEmpty => _values is null || Array.TrueForAll(_values, value => value == 0);

    /// <summary>Dimensions with a preference.</summary>
    public IEnumerable<StyleDimension> Set
    {
        get
        {
            var vector = this;
            return StylePoles.All.Where(dimension => vector[dimension] != 0);
        }
    }

    public static StyleVector From(Func<StyleDimension, int> sign)
        => new([.. StylePoles.All.Select(dimension => (sbyte)Math.Sign(sign(dimension)))]);

    public StyleVector With(StyleDimension dimension, int sign)
    {
        var vector = this;
        return From(other => other == dimension ? sign : vector[other]);
    }
}
