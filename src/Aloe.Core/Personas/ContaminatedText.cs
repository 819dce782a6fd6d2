namespace Aloe.Personas;

/// <summary>A training text that is too similar to a text of a benchmark.</summary>
/// <param name="Training">Number of the training text, from 0.</param>
/// <param name="Benchmark">Number of the benchmark text that is most similar to it, from 0; the first of equals.</param>
/// <param name="Similarity">Their cosine similarity, −1 to 1.</param>
public readonly record struct ContaminatedText(int Training, int Benchmark, double Similarity);
