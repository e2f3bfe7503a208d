package import ArgumentParser
package import CenterProtocol
import FileSystem
import Foundation

/// Where a PIN comes from: never from an argument, which others on the computer could read.
package struct PINOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The file that holds the PIN, or - for standard input.", valueName: "file"))
    package var pinFile: String

    package init() {}

    package func pin() throws -> PIN { try Self.read(pinFile) }

    /// The PIN of a file, if one is named.
    package static func pin(in file: String?) throws -> PIN? { try file.map { try read($0) } }

    package static func read(_ pinFile: String) throws -> PIN {
        let limit = 4096
        let bytes: [UInt8]
        if pinFile == "-" {
            bytes = Array(FileHandle.standardInput.readData(ofLength: limit))
        } else {
            bytes = try NamedFile.read(pinFile, atMost: limit)
        }
        do throws(PINDefect) {
            return try PIN(String(decoding: bytes, as: UTF8.self))
        } catch {
            let place = pinFile == "-" ? "standard input" : pinFile
            throw CommandFailure("\(place) holds no PIN: expected \(error.expectation)")
        }
    }
}
