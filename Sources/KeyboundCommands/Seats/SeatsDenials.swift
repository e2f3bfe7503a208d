import ArgumentParser
import CommandLineFront
import Foundation
import LicenseBinding
import SeatProtocol
import VerdictText

struct SeatsDenials: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "denials",
        abstract: "Tell who got no seat of this server, and why; and which seats were taken away.",
        discussion: "On the server, as root.")

    @OptionGroup var daemon: DaemonOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let denials = try await daemon.asking("GET", SeatPath.denials, told: output)
        let writeOffs = try await daemon.asking("GET", SeatPath.writeOffs, told: output)
        guard !output.json else { return Console.print(denials.adding(writeOffs)) }
        let refused = try (Claims(denials).list("denials") ?? []).map { denial in
            [
                try time(of: denial), try denial.text("code"), try denial.text("user"),
                try denial.text("host"), try denial.text("reason"),
            ].map(\.printable)
        }
        let taken = try (Claims(writeOffs).list("writeOffs") ?? []).map { entry in
            [
                try time(of: entry), "TAKEN AWAY", try entry.text("user"), try entry.text("host"),
                "\(try entry.text("reason")) (by \(try entry.text("by")))",
            ].map(\.printable)
        }
        guard !refused.isEmpty || !taken.isEmpty else {
            return Console.print("Nobody was refused, and no seat was taken away.")
        }
        Console.table(
            [["TIME", "WHAT", "USER", "HOST", "REASON"]]
                + (refused + taken).sorted { $0[0] < $1[0] })
    }

    private func time(of entry: Claims) throws -> String {
        Timestamp.text(Date(timeIntervalSince1970: TimeInterval(try entry.number("time"))))
    }
}
