import CommandLineFront
import Foundation
import KeyboundCommands

exit(await CommandRunner.run(KeyboundCommand.self, Array(CommandLine.arguments.dropFirst())))
