import CenterCommands
import CommandLineFront
import Foundation

exit(await CommandRunner.run(CenterCommand.self, Array(CommandLine.arguments.dropFirst())))
