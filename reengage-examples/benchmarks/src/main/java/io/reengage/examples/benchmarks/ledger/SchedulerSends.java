// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.ledger;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.reengage.examples.benchmarks.measure.Contender;
import io.reengage.examples.benchmarks.measure.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** db-scheduler with one job a send, all due; its jobs are scheduled before, and not measured. */
final class SchedulerSends implements Contender {
    /** As its documentation gives it for PostgreSQL. */
    static final String[] TABLE = {
        "CREATE TABLE scheduled_tasks (task_name text NOT NULL, task_instance text NOT NULL, task_data bytea,"
                + " execution_time timestamp with time zone, picked boolean NOT NULL, picked_by text,"
                + " last_success timestamp with time zone, last_failure timestamp with time zone,"
                + " consecutive_failures int, last_heartbeat timestamp with time zone, version bigint NOT NULL,"
                + " priority smallint, state text, PRIMARY KEY (task_name, task_instance))",
        "CREATE INDEX execution_time_idx ON scheduled_tasks (execution_time)",
        "CREATE INDEX last_heartbeat_idx ON scheduled_tasks (last_heartbeat)",
        "CREATE INDEX priority_execution_time_idx ON scheduled_tasks (priority DESC, execution_time ASC)"
    };

    /** Each of its rounds lasts as long as several of ours. */
    private static final int WARM_UPS = 2;

    private final String name;
    private final Database database;
    private final int threads;
    private final int jobs;
    private final Consumer<String> job;
    private final List<String> people = new ArrayList<>();
    private int round;

    /** @param job what one job does for the person of this id */
    SchedulerSends(String name, Database database, int threads, Crowd crowd, int jobs, Consumer<String> job) {
        this.name = name;
        this.database = database;
        this.threads = threads;
        this.jobs = jobs;
        this.job = job;
        for (int i = 0; i < jobs; i++) {
            people.add(crowd.id(i));
        }
    }

    @Override
    public String name() {
        return "db-scheduler, " + name + ", " + threads + (threads == 1 ? " thread" : " threads");
    }

    @Override
    public int warmUps(int usual) {
        return Math.min(usual, WARM_UPS);
    }

    @Override
    public void prepare() {
        round++;
        OneTimeTask<Void> task = Tasks.oneTime("send").execute((instance, context) -> {});
        List<TaskInstance<?>> due = new ArrayList<>();
        people.forEach(id -> due.add(task.instance(id + "/" + round)));
        Scheduler.create(database.dataSource(), task).build().scheduleBatch(due, Instant.now());
    }

    @Override
    public long run() {
        CountDownLatch open = new CountDownLatch(jobs);
        OneTimeTask<Void> task = Tasks.oneTime("send").execute((instance, context) -> {
            job.accept(instance.getId().substring(0, instance.getId().indexOf('/')));
            open.countDown();
        });
        Scheduler scheduler = Scheduler.create(database.dataSource(), task)
                .threads(threads)
                .pollUsingLockAndFetch(0.5, 4.0)
                .pollingInterval(Duration.ofMillis(100))
                .build();
        scheduler.start();
        Patience.until(open);
        Patience.until(() -> database.count("SELECT count(*) FROM scheduled_tasks") == 0);
        scheduler.stop();
        return jobs;
    }
}
