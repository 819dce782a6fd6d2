using Aloe.Samples.EndToEnd;
using Aloe.Samples.EndToEnd.CommandLine;

var time = TimeProvider.System;
var application = new Application(
    (options, cancellationToken) => new EndToEndRun(options, Console.Out, time).RunAsync(cancellationToken),
    [new TrainBaseCommand((options, cancellationToken) => new BaseModelTraining(options, Console.Out, time).RunAsync(cancellationToken))],
    Console.Out,
    Console.Error);
return await application.RunAsync(args);
