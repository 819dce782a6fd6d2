using Aloe.Samples;
using Aloe.Samples.EndToEnd;
using Aloe.Samples.EndToEnd.CommandLine;

var time = TimeProvider.System;
var command = new RunCommand((options, cancellationToken) => new EndToEndRun(options, Console.Out, time).RunAsync(cancellationToken))
{
    new TrainBaseCommand((options, cancellationToken) => new BaseModelTraining(options, Console.Out, time).RunAsync(cancellationToken)),
};
return await new Application(command, Console.Out, Console.Error).RunAsync(args);
