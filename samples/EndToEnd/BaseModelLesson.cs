namespace Aloe.Samples.EndToEnd;

/// <summary>One part of the training of the base model.</summary>
/// <param name="Dialogues">General dialogues in it.</param>
/// <param name="MinTurns">Turns of the shortest.</param>
/// <param name="MaxTurns">Turns of the longest.</param>
/// <param name="Seed">Seed of the dialogues.</param>
/// <param name="Training">How it is trained.</param>
internal sealed record BaseModelLesson(int Dialogues, int MinTurns, int MaxTurns, long Seed, TrainingRecipe Training);
