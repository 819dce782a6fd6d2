using Aloe.Randomness;

namespace Aloe.Simulation.World;

/// <summary>What somebody asks of a general talker outright, spread over the first turns of a dialogue; what was asked holds from then on.</summary>
internal sealed class Instructions
{
    private const double RecallShare = 0.7;
    private const int LatestTurn = 6;

    private static readonly Grammar Grammar = new(WordTable.Load("requests"));

    private readonly List<(int Turn, StyleDimension Dimension, int Sign)> _manners = [];
    private readonly string[] _texts;
    private readonly int _recallTurn = int.MaxValue;

    /// <summary>Draws one to five manners and, mostly, the wish to hear of earlier things again.</summary>
    public Instructions(int turns, SeededRandom random)
    {
        var spread = Math.Min(turns, LatestTurn);
        _texts = [.. Enumerable.Repeat("", spread)];
        var style = PersonaWriter.Style(random, 1 + random.Next(5));
        foreach (var dimension in style.Set)
        {
            var turn = random.Next(spread);
            _manners.Add((turn, dimension, style[dimension]));
            Say(turn, Request(dimension, style[dimension], random));
        }

        if (random.NextDouble() < RecallShare)
        {
            _recallTurn = random.Next(spread);
            Say(_recallTurn, Grammar.Expand("recall", random));
        }
    }

    private Instructions() => _texts = [];

    /// <summary>Nothing is asked.</summary>
    public static Instructions None { get; } = new();

    /// <summary>What is asked in this turn; empty where nothing is.</summary>
    public string Text(int turn) => turn < _texts.Length ? _texts[turn] : "";

    /// <summary>The manner asked for so far.</summary>
    public StyleVector Style(int turn)
        => _manners.Where(manner => manner.Turn <= turn).Aggregate(default(StyleVector), (style, manner) => style.With(manner.Dimension, manner.Sign));

    /// <summary>Whether callbacks were asked for by now.</summary>
    public bool Recall(int turn) => turn >= _recallTurn;

    /// <summary>A plain request, or a sentence such as people say in passing with a frame that makes a rule of it.</summary>
    private static string Request(StyleDimension dimension, int sign, SeededRandom random)
        => random.NextDouble() < 0.4
            ? Grammar.Expand(StylePoles.Name(dimension, sign), random)
            : Grammar.Expand("rule", random, ("cue", Cues.Write(dimension, sign, Wordings.Training, "", random)));

    private void Say(int turn, string text) => _texts[turn] = _texts[turn].Length == 0 ? text : $"{_texts[turn]} {text}";
}
