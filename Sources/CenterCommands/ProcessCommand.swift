import ArgumentParser
import CenterProtocol
import CommandLineFront
import FileSystem
import LicenseBinding
import LicensingCenter
import VerdictText

struct ProcessCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "process",
        abstract: "Answer a request that came as a file: keybound license request.",
        discussion: """
            The same request gives the same answer, as often as it comes. A refusal is an answer too, which tells the \
            site what to do; exit codes: 0 answered, 3 answered by a refusal, 1 no request to this center.
            """)

    @Argument(help: "The request.")
    var file: String

    @Option(
        name: .shortAndLong, help: ArgumentHelp("The new file of the answer.", valueName: "file"))
    var output: String

    @OptionGroup var home: HomeOptions

    func run() async throws {
        guard !NamedFile.exists(output) else {
            throw CommandFailure("\(output) is there already, and is left as it is")
        }
        let home = try home.publisherHome()
        let bytes = try NamedFile.read(file, atMost: DocumentType.request.limit * 4)
        let request: SealedRequest
        do throws(Defect) {
            request = try SealedRequest(parsing: bytes)
        } catch {
            throw CommandFailure("\(file) is no request of a site: \(error.text)")
        }
        let key = try home.sealingKey()
        do {
            let (answer, problem) = try await home.center().center.process(request, by: key)
            try NamedFile.add(output, with: Array(answer.utf8))
            Console.print("Answered as \(output), for keybound license respond.")
            guard let problem else { return }
            Console.print(Tone.bad("refused") + ": \(problem.code)")
            Console.print(problem.detail.printable)
            throw ExitCode.refused
        } catch let flaw as SealedRequest.Flaw {
            throw CommandFailure("\(file) gets no answer: \(flaw.text)")
        }
    }
}

extension SealedRequest.Flaw {
    var text: String {
        switch self {
        case .malformed(let defect): "it is malformed: \(defect.text)"
        case .otherCenter(let thumbprint):
            "it is sealed to another center, or to a key that this one had before: \(thumbprint.printable)"
        case .changed: "it was changed on its way"
        }
    }
}
