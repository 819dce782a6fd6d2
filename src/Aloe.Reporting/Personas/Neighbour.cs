namespace Aloe.Reporting.Personas;

/// <summary>Two texts and how alike they are.</summary>
/// <param name="Text">0-based place of a text.</param>
/// <param name="Other">0-based place of the other.</param>
/// <param name="Similarity">Cosine similarity of their embeddings, −1 to 1.</param>
public sealed record Neighbour(int Text, int Other, float Similarity);
