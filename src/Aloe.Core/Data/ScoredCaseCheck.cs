namespace Aloe.Data;

/// <summary>What a case that is read must be beyond its types.</summary>
internal static class ScoredCaseCheck
{
    private const string Null = "must not be null.";

    /// <summary>The first thing that is wrong, by field; null if nothing is.</summary>
    public static (string Field, string Reason)? Problem(ScoredCase scored) => Problems(scored).Select(problem => ((string, string)?)problem).FirstOrDefault();

    private static IEnumerable<(string Field, string Reason)> Problems(ScoredCase scored)
    {
        var (one, turns) = (scored.Case, scored.Turns);
        (string, string)[] texts = [("id", one.Id), ("persona.id", one.Persona.Id), ("persona.profile", one.Persona.Profile), ("persona.personality", one.Persona.Personality), ("profileId", one.ProfileId), ("personalityId", one.PersonalityId)];
        foreach (var (field, text) in texts)
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                yield return ($"case.{field}", "must not be empty.");
            }
        }

        if (turns.Count == 0)
        {
            yield return ("turns", "must not be empty.");
        }

        for (var i = 0; i < turns.Count; i++)
        {
            foreach (var (field, reason) in turns[i] is { } turn ? Problems(turn, i + 1) : [("", Null)])
            {
                yield return ($"turns[{i}]{field}", reason);
            }
        }

        foreach (var (field, reason) in scored.Drift is { } drift ? Either(drift.Score is { } score ? [("", score)] : null, drift.Missing) : [])
        {
            yield return ($"drift{field}", reason);
        }
    }

    private static IEnumerable<(string Field, string Reason)> Problems(ScoredTurn turn, int number)
    {
        if (turn.Number != number)
        {
            yield return (".number", $"is {turn.Number}; turns are numbered from 1 in order.");
        }

        foreach (var problem in Either(Values(turn.Score), turn.Missing))
        {
            yield return problem;
        }

        for (var i = 0; i < turn.Judgements.Count; i++)
        {
            foreach (var (field, reason) in turn.Judgements[i] is { } judgement ? Problems(judgement) : [("", Null)])
            {
                yield return ($".judgements[{i}]{field}", reason);
            }
        }

        foreach (var problem in turn.Inferred is { } inferred ? Problems(inferred) : [])
        {
            yield return problem;
        }
    }

    private static IEnumerable<(string Field, string Reason)> Problems(Judgement judgement)
    {
        if (string.IsNullOrWhiteSpace(judgement.Judge))
        {
            yield return (".judge", "must not be empty.");
        }

        if (judgement.Round < 1)
        {
            yield return (".round", $"is {judgement.Round}; it must be at least 1.");
        }

        foreach (var problem in Either(Values(judgement.Score), judgement.Missing))
        {
            yield return problem;
        }
    }

    private static IEnumerable<(string Field, string Reason)> Problems(InferredPersona inferred)
    {
        if (inferred.Persona.Facts.Contains(null!) || inferred.Persona.Traits.Contains(null!))
        {
            yield return (".inferred.persona", "must not hold null.");
        }

        foreach (var (field, counts) in new[] { ("facts", inferred.Facts), ("traits", inferred.Traits) })
        {
            if (counts.Supported < 0 || counts.Supported > counts.Claims || counts.Found < 0 || counts.Found > counts.Truths)
            {
                yield return ($".inferred.{field}", $"is {counts}; what is supported or found must be a part of what is there.");
            }
        }
    }

    private static List<(string Name, double Value)>? Values(TurnScore? score)
    {
        if (score is null)
        {
            return null;
        }

        (string Name, double? Value)[] parts = [(".overall", score.Overall), (".style", score.Style), (".content", score.Content), (".naturalness", score.Naturalness)];
        return [.. parts.Where(part => part.Value is not null).Select(part => (part.Name, part.Value!.Value))];
    }

    /// <summary>Scores on the scale or a cause that there is none, and not both.</summary>
    private static IEnumerable<(string Field, string Reason)> Either(IReadOnlyList<(string Name, double Value)>? scores, MissingScore? missing)
    {
        if (scores is null == missing is null)
        {
            yield return (".missing", "must say why there is no score, and be null where there is one.");
        }

        foreach (var (name, value) in scores?.Where(score => score.Value is not (>= 1 and <= 5)) ?? [])
        {
            yield return ($".score{name}", FormattableString.Invariant($"is {value}; scores are from 1 to 5."));
        }
    }
}
