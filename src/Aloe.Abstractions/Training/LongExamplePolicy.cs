namespace Aloe;

/// <summary>What happens to an example that is longer than <see cref="TrainingOptions.MaxRowTokens"/> or than the model's positions.</summary>
public enum LongExamplePolicy
{
    /// <summary>Training does not start; the error names the example.</summary>
    Error,

    /// <summary>Its oldest turns are left out, as many as needed; the report counts them. An example whose last turn alone is too long is still an error.</summary>
    DropOldestTurns,
}
