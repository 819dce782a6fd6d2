namespace Aloe;

/// <summary>How scores came about. Only results with equal protocols can be compared; the model under test and how it was sampled are no part of it.</summary>
/// <param name="Benchmark">Name and version, such as <c>aloe-100 v1</c>.</param>
/// <param name="BenchmarkHash"><see cref="Aloe.Benchmark.Hash"/>.</param>
/// <param name="Turns">Turns of each conversation, K.</param>
/// <param name="Scale">The judge's scale, <c>1-5</c>.</param>
/// <param name="Prompts">Version and hash of the prompts of user and judge.</param>
/// <param name="User">Provider and model that played the user.</param>
/// <param name="Judge">Provider and model that gave the score that AL(k) averages.</param>
/// <param name="Rounds">Times each reply was judged; its score is the mean.</param>
/// <param name="Opening">How the user begins.</param>
/// <param name="Control">What the judge was told, other than the persona of the user.</param>
/// <param name="Seed">Seed of users and judges.</param>
public sealed record EvaluationProtocol(
    string Benchmark,
    string BenchmarkHash,
    int Turns,
    string Scale,
    string Prompts,
    string User,
    string Judge,
    int Rounds,
    OpeningStyle Opening,
    EvaluationControl Control,
    long Seed);
