import LicenseBinding
import SeatAllocation
import Synchronization

/// What a server shows to those who watch it, in the text format of Prometheus.
struct SeatMetrics {
    private let desk: SeatDesk

    init(_ desk: SeatDesk) {
        self.desk = desk
    }

    var text: String {
        let pools = desk.pools
        var lines: [String] = []
        func family(_ name: String, _ type: String, _ help: String, _ samples: [(String, Int)]) {
            lines.append("# HELP \(name) \(help)")
            lines.append("# TYPE \(name) \(type)")
            lines += samples.map { "\(name)\($0.0) \($0.1)" }
        }
        func ofPools(_ value: (PoolReport) -> Int?) -> [(String, Int)] {
            pools.compactMap { report in value(report).map { (Self.labels(of: report), $0) } }
        }
        family("keybound_feature_issued", "gauge", "Seats that there are.", ofPools(\.pool.seats))
        family("keybound_feature_used", "gauge", "Seats that are taken.", ofPools(\.used))
        family(
            "keybound_feature_used_users", "gauge", "Users that have seats.", ofPools(\.users))
        family("keybound_feature_queued", "gauge", "Clients that wait.", ofPools(\.waiting))
        family(
            "keybound_feature_expiration_seconds", "gauge",
            "When the seats end, in seconds since 1970.", ofPools { $0.expires.map { Int($0) } })
        family(
            "keybound_key_present", "gauge", "Whether the hardware key of a license answers.",
            desk.licenses.all.compactMap { authority in
                let obstacle = authority.obstacle
                guard obstacle?.isElsewhere != true else { return nil }
                return (
                    Self.label(["license": authority.name]), obstacle?.isAbsence == true ? 0 : 1
                )
            })
        family(
            "keybound_leases", "gauge", "Leases that there are.",
            [("", desk.office.look { $0.allLeases.count })])
        family(
            "keybound_claims_granted_total", "counter", "Claims that were granted.",
            [("", desk.counters.granted.load(ordering: .relaxed))])
        family(
            "keybound_refused_total", "counter", "Claims and renewals that were refused.",
            desk.counters.refusals.sorted { $0.key < $1.key }
                .map { (Self.label(["code": $0.key]), $0.value) })
        family(
            "keybound_renewals_total", "counter", "Renewals that were granted.",
            [("", desk.counters.renewed.load(ordering: .relaxed))])
        family(
            "keybound_releases_total", "counter", "Seats that were given back.",
            [("", desk.counters.released.load(ordering: .relaxed))])
        return lines.joined(separator: "\n") + "\n"
    }

    private static func labels(of report: PoolReport) -> String {
        var labels = ["license": report.pool.id.license, "product": report.pool.product]
        labels["feature"] = report.pool.id.feature
        return label(labels)
    }

    private static func label(_ labels: [String: String]) -> String {
        let pairs = labels.sorted { $0.key < $1.key }.map { name, value in
            let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
                .replacing("\n", with: "\\n")
            return "\(name)=\"\(escaped)\""
        }
        return "{" + pairs.joined(separator: ",") + "}"
    }
}

extension SeatAuthority.Obstacle {
    fileprivate var isAbsence: Bool {
        switch self {
        case .keyAbsent, .keyBusy, .keyCopied: true
        case .license, .serverUnnamed, .otherServer: false
        }
    }
}
