import Foundation

/// The built programs, with a store and a publisher in a folder that goes when the story ends.
final class DemoPrograms {
    struct Failure: Error {
        let command: String
        let code: Int32
    }

    let folder: String
    private let programs: URL

    init() throws {
        programs = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        folder = NSTemporaryDirectory() + "keybound-demo-\(UInt64.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit {
        // What stays behind is a folder among other temporary ones.
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Shows a command, runs it, and shows what it says.
    /// - Parameter expected: the exit code that the story needs.
    func run(_ line: String, expecting expected: Int32 = 0) throws {
        print("$ \(line)")
        let (output, code) = try result(of: line)
        print(output, terminator: "")
        print("exit code \(code)")
        guard code == expected else { throw Failure(command: line, code: code) }
    }

    /// The ID of a plugged-in license key that is ready.
    func readyKey() throws -> String? {
        struct List: Decodable {
            struct Key: Decodable {
                let id: String?
                let state: String
            }
            let keys: [Key]
        }
        let (output, _) = try result(of: "keybound keys list --json")
        let list = try JSONDecoder().decode(List.self, from: Data(output.utf8))
        return list.keys.first { $0.state == "ready" }?.id
    }

    /// Runs this program again, under umockdev.
    static func restartOnSimulatedBus() throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["umockdev-wrapper", CommandLine.arguments[0]]
        fflush(nil)
        try process.run()
        process.waitUntilExit()
        exit(process.terminationStatus)
    }

    /// - Parameter line: words without quotes; a program of ours comes first.
    private func result(of line: String) throws -> (output: String, code: Int32) {
        var words = line.split(separator: " ").map(String.init)
        let process = Process()
        process.executableURL = programs.appending(path: words.removeFirst())
        process.arguments = words
        process.currentDirectoryURL = URL(filePath: folder)
        process.environment = ProcessInfo.processInfo.environment.merging([
            "KEYBOUND_STATE_DIR": folder + "/site", "KEYBOUND_CENTER_HOME": folder + "/publisher",
        ]) { _, new in new }
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (String(decoding: data, as: UTF8.self), process.terminationStatus)
    }
}
