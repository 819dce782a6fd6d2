namespace Aloe.Answers;

/// <summary>Reads a model's answer. Never throws; what cannot be read gives the value that stands for nothing.</summary>
internal delegate bool AnswerReader<T>(string answer, out T value);
