import ArgumentParser
import CommandLineFront
import FileSystem
import LicenseBinding
import VerdictText

/// The server that is to grant the seats of a license.
struct SeatServerOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The one server that grants its seats, as keybound seats server shows it.",
            discussion: "Keys that show an ID and sign nothing have no seats without it.",
            valueName: "file"))
    var seatServer: String?

    func key() throws -> VerifyingKey? {
        guard let path = seatServer else { return nil }
        let file = try NamedFile.read(path, atMost: DocumentType.license.limit)
        do throws(Defect) {
            return try VerifyingKey(document: Claims(parsing: file))
        } catch {
            throw CommandFailure("\(path) is no key of a seat server: \(error.text)")
        }
    }
}

extension License {
    /// What a publisher is to know of seats that nobody can grant.
    var seatProblem: String? {
        guard hasSeats, binding.mode.hasKeys else { return nil }
        if binding.signsNothing, binding.seatServer == nil {
            return
                "Nobody grants its seats, as its key signs nothing: name a server by --seat-server."
        }
        if binding.mode == .keyAndMachine || binding.quorum > 1 {
            return "Nobody grants its seats: that takes one key that stands for itself."
        }
        return nil
    }
}
